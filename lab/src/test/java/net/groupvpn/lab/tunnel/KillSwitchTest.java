package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.cli.GroupVpnMain;
import net.groupvpn.client.journal.Journal;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A laptop in a café, whose router is all of the Internet, too. What the laptop's card sends is
 * captured; nothing but what a network card needs to be in a network at all may be there.
 *
 * <pre>
 *   laptop  192.168.7.2, fd17::2  ------  cafe  192.168.7.1, fd17::1; 203.0.113.1, 2001:db8::1
 * </pre>
 */
@NeedsRoot
class KillSwitchTest {
  private static final long READY_SECONDS = 60;
  private static final String INTERNET = "203.0.113.1";
  private static final String INTERNET6 = "2001:db8::1";
  private static final String OURS = Integer.toString(0x5c000000);
  private static final int NO_PACKETS = 24;
  private static final int COULD_NOT_CONNECT = 7;

  private Testbed bed;
  private Host laptop;
  private Host cafe;
  private HostProcess web;
  private List<String> before;

  @BeforeEach
  void aLaptopInACafe() {
    bed = new Testbed("tunnel");
    laptop = bed.host("laptop");
    cafe = bed.host("cafe");
    bed.cable(laptop, "eth0", cafe, "eth0");
    laptop.address("eth0", "192.168.7.2/24").address("eth0", "fd17::2/64");
    cafe.address("eth0", "192.168.7.1/24").address("eth0", "fd17::1/64");
    cafe.address("lo", INTERNET + "/32").address("lo", INTERNET6 + "/128");
    laptop.defaultRoute("192.168.7.1");
    laptop.ip("-6", "route", "add", "default", "via", "fd17::1");
    laptop.exec("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1", "net.ipv4.conf.eth0.rp_filter=1");
    web = serve(cafe, 80);
    Await.until(
        "the Internet is reached",
        READY_SECONDS,
        () ->
            get(INTERNET).equals("192.168.7.2")
                && get("[" + INTERNET6 + "]").equals("fd17:0:0:0:0:0:0:2"));
    Await.until(
        "addresses are no longer tentative",
        READY_SECONDS,
        () -> !laptop.exec("ip", "addr", "show").contains("tentative"));
    before = machine();
  }

  @AfterEach
  void close() {
    web.stop();
    bed.close();
  }

  private static HostProcess serve(Host host, int port) {
    List<String> command = new ArrayList<>(JavaCommand.of(GreetingServer.class, "-Xmx32m"));
    command.add(Integer.toString(port));
    return host.start("web", command).awaitOutput(GreetingServer.READY, READY_SECONDS);
  }

  private HostProcess hold() {
    List<String> command = new ArrayList<>(JavaCommand.of(TunnelHolder.class, "-Xmx64m"));
    command.add(state().toString());
    return laptop.start("client", command).awaitOutput(TunnelHolder.READY, READY_SECONDS);
  }

  private Path state() {
    return bed.directory().resolve("state/" + TunnelHolder.NETWORK);
  }

  /** What a web server says; empty if it cannot be reached. */
  private String get(String server) {
    return laptop
        .tryExec("curl", "-sg", "--noproxy", "*", "-m", "2", "http://" + server + "/")
        .output();
  }

  private boolean pings(String... options) {
    List<String> command = new ArrayList<>(List.of("ping", "-n", "-c1", "-W1"));
    command.addAll(List.of(options));
    return laptop.tryExec(command.toArray(String[]::new)).isSuccess();
  }

  /** All that is to be as it was, line by line. */
  private List<String> machine() {
    List<String> all = new ArrayList<>();
    for (String command :
        List.of(
            "ip -d addr show dev eth0",
            "ip rule show",
            "ip -6 rule show",
            "ip route show table all",
            "ip -6 route show table all",
            "nft list ruleset",
            "sysctl -a --pattern net.ipv[46].conf.(all|eth0)")) {
      laptop
          .exec(command.split(" ", 0))
          .lines()
          .map(line -> line.replaceAll("(valid_lft|expires) .*", ""))
          .forEach(all::add);
    }
    return all;
  }

  /** Programs try whatever they can; none of it may be seen. */
  private void programsTry() {
    assertThat(get(INTERNET)).isEmpty();
    assertThat(get("[" + INTERNET6 + "]")).isEmpty();
    assertThat(get("192.168.7.1")).isEmpty();
    assertThat(pings(INTERNET)).isFalse();
    assertThat(pings("-I", "eth0", INTERNET)).isFalse();
    assertThat(pings("-6", INTERNET6)).isFalse();
    for (String server : List.of(INTERNET, "192.168.7.1", INTERNET6)) {
      laptop.tryExec("dig", "+time=1", "+tries=1", "@" + server, "www.example");
    }
  }

  private Capture captureOfLaptop() {
    String mac = laptop.exec("cat", "/sys/class/net/eth0/address").strip();
    return Capture.start(
        cafe,
        "eth0",
        bed.directory().resolve("leak.pcap"),
        "ether src " + mac + " and not arp and not (icmp6 and ip6[40] >= 133 and ip6[40] <= 136)");
  }

  @Test
  void nothingLeavesWhateverIsTakenAway() {
    HostProcess client = hold();
    Capture capture = captureOfLaptop();
    programsTry();
    for (String family : List.of("-4", "-6")) {
      for (int priority = 5_470; priority <= 5_472; priority++) {
        takeRule(family, priority);
        programsTry();
      }
    }
    laptop.exec("nft", "add table inet other");
    laptop.exec("nft", "delete table inet other");
    programsTry();
    laptop.ip("link", "set", "eth0", "down");
    laptop.ip("link", "set", "eth0", "up");
    laptop.defaultRoute("192.168.7.1");
    programsTry();
    client.kill();
    programsTry();
    for (String family : List.of("-4", "-6")) {
      for (int priority = 5_470; priority <= 5_472; priority++) {
        takeRule(family, priority);
      }
      laptop.tryExec("ip", family, "route", "flush", "table", "5470");
    }
    programsTry();
    assertThat(capture.stop().bytes()).as("what was seen of the laptop").hasSize(NO_PACKETS);
  }

  private void takeRule(String family, int priority) {
    laptop.ip(family, "rule", "del", "priority", Integer.toString(priority));
  }

  /** As systemd-networkd, wg-quick and a firewall that is loaded anew do. */
  @Test
  void whatOthersTakeAwayIsBackSoonAndTheLogNamesWhoCouldBeToBlame() {
    HostProcess client = hold();
    List<String> whole = tunnelOfMachine();
    for (int i = 0; i < 2; i++) {
      laptop.ip("-4", "rule", "del", "table", "main", "suppress_prefixlength", "0");
      awaitAgain(whole);
      laptop.ip("-6", "route", "flush", "table", "5470");
      awaitAgain(whole);
      laptop.exec("nft", "flush", "ruleset");
      awaitAgain(whole);
    }
    client.awaitOutput("5 times within a minute", READY_SECONDS);
    assertThat(client.output()).contains("its IPV4 rule 5471", "nftables");
  }

  private void awaitAgain(List<String> whole) {
    Await.until("all is back", READY_SECONDS, () -> tunnelOfMachine().equals(whole));
  }

  private List<String> tunnelOfMachine() {
    List<String> all = new ArrayList<>();
    for (String command :
        List.of(
            "ip rule show",
            "ip -6 rule show",
            "ip route show table all",
            "ip -6 route show table 5470",
            "nft -s list ruleset")) {
      Commands.Result result = laptop.tryExec(command.split(" ", 0));
      all.addAll(result.output().lines().toList());
    }
    return all;
  }

  @Test
  void whatIsRefusedIsRefusedAtOnce() {
    hold().kill();
    for (String server : List.of(INTERNET, "[" + INTERNET6 + "]")) {
      int exitCode = laptop.tryExec("curl", "-sg", "-m", "20", "http://" + server + "/").exitCode();
      assertThat(exitCode).as("not 28, a time-out").isEqualTo(COULD_NOT_CONNECT);
    }
  }

  @Test
  void ourOwnPacketsAndServicesAreReachedOverTheCardWithStrictReversePaths() {
    hold();
    assertThat(pings("-m", OURS, INTERNET)).isTrue();
    assertThat(pings("-6", "-m", OURS, INTERNET6)).isTrue();
    HostProcess service = serve(laptop, 2_222);
    for (String from : List.of(INTERNET, "192.168.7.1")) {
      String said =
          cafe.exec("curl", "-s", "-m", "5", "--interface", from, "http://192.168.7.2:2222/");
      assertThat(said).isEqualTo(from);
    }
    assertThat(cafe.tryExec("ping", "-n", "-c1", "-W2", "-I", INTERNET, "192.168.7.2").isSuccess())
        .isTrue();
    service.stop();
  }

  @Test
  void theMachineIsAsBeforeAfterwards() throws IOException {
    HostProcess client = hold();
    assertThat(machine()).isNotEqualTo(before);
    client.stop();
    assertThat(machine()).containsExactlyElementsOf(before);

    hold().kill();
    cleanup("--keep-kill-switch");
    assertThat(get(INTERNET)).isEmpty();
    assertThat(laptop.exec("ip", "rule", "show")).doesNotContain("5472");
    cleanup();
    assertThat(machine()).containsExactlyElementsOf(before);
    assertThat(state().resolve(Journal.FILE)).isEmptyFile();

    hold().kill();
    hold().stop();
    assertThat(machine()).as("killed, and started again").containsExactlyElementsOf(before);
    Await.until("all is open", READY_SECONDS, () -> get(INTERNET).equals("192.168.7.2"));
  }

  private void cleanup(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("env");
    Path home = Files.createDirectories(bed.directory().resolve("home"));
    command.add("GROUPVPN_STATE_DIR=" + bed.directory().resolve("state"));
    command.add("GROUPVPN_CONFIG_DIR=" + home);
    command.add("GROUPVPN_RUN_DIR=" + home);
    command.addAll(JavaCommand.of(GroupVpnMain.class, "-Xmx64m"));
    command.add("cleanup");
    command.addAll(List.of(options));
    laptop.exec(command.toArray(String[]::new));
  }
}
