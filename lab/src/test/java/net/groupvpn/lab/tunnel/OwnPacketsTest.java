package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The client's own datagrams in a full tunnel, to peers in the Internet, both families, and in the
 * LAN: whole, each once, and nobody is told "port unreachable".
 *
 * <pre>
 *   laptop  192.168.7.2, fd17::2  ------  cafe  192.168.7.1, fd17::1; 203.0.113.1, 2001:db8::1
 * </pre>
 */
@NeedsRoot
class OwnPacketsTest {
  private static final long SOON_SECONDS = 60;
  private static final int NO_PACKETS = 24;

  /** Descriptors of sockets, which are marked. */
  private static final String MARKS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  private Testbed bed;
  private Host laptop;
  private Host cafe;

  @BeforeEach
  void aLaptopInACafe() {
    bed = new Testbed("own");
    laptop = bed.host("laptop");
    cafe = bed.host("cafe");
    bed.cable(laptop, "eth0", cafe, "eth0");
    laptop.address("eth0", "192.168.7.2/24").address("eth0", "fd17::2/64");
    cafe.address("eth0", "192.168.7.1/24").address("eth0", "fd17::1/64");
    cafe.address("lo", "203.0.113.1/32").address("lo", "2001:db8::1/128");
    laptop.defaultRoute("192.168.7.1");
    laptop.ip("-6", "route", "add", "default", "via", "fd17::1");
    List<String> echo = new ArrayList<>(JavaCommand.of(DatagramEcho.class, "-Xmx64m"));
    echo.add("7500");
    cafe.start("echo", echo).awaitOutput(DatagramEcho.READY, SOON_SECONDS);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  /** Frames need no answer of the kernel's routes: a strict filter takes nothing from them. */
  @ParameterizedTest
  @CsvSource({"MARK,1", "ROUTES,2", "FRAMES,1"})
  void datagramsOfTheClientGoPastTheTunnelAndBack(String mode, String reversePathFilter) {
    for (String each : List.of("all", "eth0")) {
      laptop.exec("sysctl", "-qw", "net.ipv4.conf." + each + ".rp_filter=" + reversePathFilter);
    }
    Capture refusals =
        Capture.start(
            cafe,
            "eth0",
            bed.directory().resolve("refusals.pcap"),
            "(src host 192.168.7.2 and icmp[0] == 3)"
                + " or (src host fd17::2 and icmp6 and ip6[40] == 1)");
    List<String> command = new ArrayList<>(JavaCommand.of(OwnPackets.class, "-Xmx64m", MARKS));
    List<String> peers =
        List.of("203.0.113.1:7500", "[2001:db8:0:0:0:0:0:1]:7500", "192.168.7.1:7500");
    command.add(bed.directory().resolve("state").toString());
    command.add(mode);
    command.addAll(peers);
    HostProcess client = laptop.start("client", command);
    for (String peer : peers) {
      client.awaitOutput(OwnPackets.BACK + peer, SOON_SECONDS);
    }
    assertThat(refusals.stop().bytes()).hasSizeLessThanOrEqualTo(NO_PACKETS);
  }
}
