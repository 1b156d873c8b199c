package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;

/**
 * A laptop in a café, whose router is all of the Internet, too. What the laptop's card sends is
 * captured at the router.
 *
 * <pre>
 *   laptop  192.168.7.2, fd17::2  ------  cafe  192.168.7.1, fd17::1; 203.0.113.1, 2001:db8::1
 * </pre>
 */
final class Cafe implements AutoCloseable {
  static final long READY_SECONDS = 60;
  static final String ROUTER = "192.168.7.1";
  static final String INTERNET = "203.0.113.1";
  static final String INTERNET6 = "2001:db8::1";

  /** A capture of nothing is the header of its file. */
  private static final int NO_PACKETS = 24;

  /**
   * What a card needs to be in a network at all: ARP, and the messages of IPv6's neighbour
   * discovery (RFC 4861).
   */
  private static final String ON_THE_LIST = "arp or (icmp6 and ip6[40] >= 133 and ip6[40] <= 136)";

  private final Testbed bed;
  private final Host laptop;
  private final Host router;
  private final List<HostProcess> webs = new ArrayList<>();

  /** The cable is plugged in; nobody has an address yet but the router, by IPv4. */
  Cafe(String name) {
    bed = new Testbed(name);
    laptop = bed.host("laptop");
    router = bed.host("cafe");
    bed.cable(laptop, "eth0", router, "eth0");
    router.address("eth0", ROUTER + "/24");
    router.address("lo", INTERNET + "/32").address("lo", INTERNET6 + "/128");
    webs.add(serve(router, 80));
  }

  /** The laptop is in the network, with both families. */
  Cafe enter() {
    laptop.address("eth0", "192.168.7.2/24").address("eth0", "fd17::2/64");
    router.address("eth0", "fd17::1/64");
    laptop.defaultRoute(ROUTER);
    laptop.ip("-6", "route", "add", "default", "via", "fd17::1");
    laptop.exec("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1", "net.ipv4.conf.eth0.rp_filter=1");
    Await.until(
        "the Internet is reached",
        READY_SECONDS,
        () ->
            get(INTERNET).equals("192.168.7.2")
                && get("[" + INTERNET6 + "]").equals("fd17:0:0:0:0:0:0:2"));
    awaitSettled();
    return this;
  }

  /** No address of the laptop's is tentative any more. */
  void awaitSettled() {
    Await.until(
        "addresses are no longer tentative",
        READY_SECONDS,
        () -> !laptop.exec("ip", "addr", "show").contains("tentative"));
  }

  Testbed bed() {
    return bed;
  }

  Host laptop() {
    return laptop;
  }

  Host router() {
    return router;
  }

  static HostProcess serve(Host host, int port) {
    List<String> command = new ArrayList<>(JavaCommand.of(GreetingServer.class, "-Xmx32m"));
    command.add(Integer.toString(port));
    return host.start("web", command).awaitOutput(GreetingServer.READY, READY_SECONDS);
  }

  /** The laptop is in full tunnel from now on; {@code pauseSeconds}, if any, after such a pause. */
  HostProcess hold(String... pauseSeconds) {
    List<String> command = new ArrayList<>(JavaCommand.of(TunnelHolder.class, "-Xmx64m"));
    command.add(state().toString());
    command.addAll(List.of(pauseSeconds));
    return laptop.start("client", command).awaitOutput(TunnelHolder.READY, READY_SECONDS);
  }

  Path state() {
    return bed.directory().resolve("state/" + TunnelHolder.NETWORK);
  }

  /** What a web server says; empty if it cannot be reached. */
  String get(String server) {
    return laptop
        .tryExec("curl", "-sg", "--noproxy", "*", "-m", "2", "http://" + server + "/")
        .output();
  }

  boolean pings(String... options) {
    List<String> command = new ArrayList<>(List.of("ping", "-n", "-c1", "-W1"));
    command.addAll(List.of(options));
    return laptop.tryExec(command.toArray(String[]::new)).isSuccess();
  }

  /** Programs try whatever they can; nothing of it succeeds. */
  void programsTry() {
    assertThat(get(INTERNET)).isEmpty();
    assertThat(get("[" + INTERNET6 + "]")).isEmpty();
    assertThat(get(ROUTER)).isEmpty();
    assertThat(pings(INTERNET)).isFalse();
    assertThat(pings("-I", "eth0", INTERNET)).isFalse();
    assertThat(pings("-6", INTERNET6)).isFalse();
    for (String server : List.of(INTERNET, ROUTER, INTERNET6)) {
      laptop.tryExec("dig", "+time=1", "+tries=1", "@" + server, "www.example");
    }
  }

  /** Begins to look for what the laptop's card sends that is not on the list. */
  Capture watchForLeaks(String... alsoOnTheList) {
    String mac = laptop.exec("cat", "/sys/class/net/eth0/address").strip();
    StringBuilder list = new StringBuilder(ON_THE_LIST);
    for (String each : alsoOnTheList) {
      list.append(" or (").append(each).append(')');
    }
    return Capture.start(
        router,
        "eth0",
        bed.directory().resolve("leak.pcap"),
        "ether src " + mac + " and not (" + list + ")");
  }

  static void assertNoLeak(Capture leaks) {
    assertThat(leaks.stop().bytes()).as("what was seen of the laptop").hasSize(NO_PACKETS);
  }

  @Override
  public void close() {
    webs.forEach(HostProcess::stop);
    bed.close();
  }
}
