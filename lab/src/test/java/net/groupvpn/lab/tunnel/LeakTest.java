package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.member.Product;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A laptop in full tunnel whose network changes: no packet of a program leaves by its card, and
 * none gets in to the tunnel's own address.
 */
@NeedsRoot
class LeakTest {
  private static final String DHCP = "udp src port 68 and udp dst port 67";

  /** Renewed after half of it. */
  private static final int LEASE_SECONDS = 4;

  private Cafe cafe;
  private Host laptop;
  private Host router;

  @BeforeEach
  void aCafe() {
    cafe = new Cafe("leak");
    laptop = cafe.laptop();
    router = cafe.router();
  }

  @AfterEach
  void close() {
    cafe.close();
  }

  @Test
  void aLeaseIsRenewedAndNothingElseLeaves() throws IOException {
    Path leases = write("leases", List.of());
    Path settings =
        write(
            "udhcpd.conf",
            List.of(
                "interface eth0",
                "start 192.168.7.50",
                "end 192.168.7.60",
                "lease_file " + leases,
                "pidfile " + leases + ".pid",
                "option subnet 255.255.255.0",
                "option router " + Cafe.ROUTER,
                "option dns " + Cafe.ROUTER,
                "option lease " + LEASE_SECONDS));
    router.start("dhcpd", List.of("busybox", "udhcpd", "-f", settings.toString()));
    HostProcess dhcp =
        laptop.start("dhcp", List.of("busybox", "udhcpc", "-f", "-i", "eth0", "-s", configuring()));
    Await.until(
        "the Internet is reached",
        Cafe.READY_SECONDS,
        () -> cafe.get(Cafe.INTERNET).startsWith("192.168.7."));
    HostProcess client = cafe.hold();
    Capture leaks = cafe.watchForLeaks(DHCP);
    Capture renewals =
        Capture.start(router, "eth0", cafe.bed().directory().resolve("dhcp.pcap"), DHCP);
    cafe.programsTry();
    dhcp.awaitOutput("renewed", Cafe.READY_SECONDS);
    cafe.programsTry();
    // The lease is lost, and the card has another one, with the default route anew.
    laptop.ip("addr", "flush", "dev", "eth0");
    dhcp.stop();
    laptop.start("dhcp2", List.of("busybox", "udhcpc", "-f", "-i", "eth0", "-s", configuring()));
    Await.until(
        "there is a lease again",
        Cafe.READY_SECONDS,
        () -> laptop.exec("ip", "route", "show", "default").contains(Cafe.ROUTER));
    cafe.programsTry();
    assertThat(renewals.stop().udpPayloads()).as("what DHCP sent").isNotEmpty();
    Cafe.assertNoLeak(leaks);
    client.kill();
  }

  /** What udhcpc runs for each lease. */
  private String configuring() throws IOException {
    Path script =
        write(
            "configure",
            List.of(
                "#!/bin/sh",
                "case $1 in bound|renew)",
                "  ip addr replace $ip/24 dev eth0",
                "  ip route replace default via $router dev eth0",
                "  [ $1 = bound ] || echo renewed ;;",
                "esac"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(cafe.bed().directory().resolve(name), lines);
  }

  @Test
  void anotherDefaultRouteAppearsAndNothingLeavesByIt() {
    cafe.enter();
    Host other = cafe.bed().host("other");
    cafe.bed().cable(laptop, "eth1", other, "eth1");
    other.address("eth1", "192.168.8.1/24").address("lo", Cafe.INTERNET + "/32");
    cafe.hold();
    Capture leaks = cafe.watchForLeaks();
    Capture others =
        Capture.start(
            other, "eth1", cafe.bed().directory().resolve("other.pcap"), "host 192.168.8.2 and ip");
    laptop.address("eth1", "192.168.8.2/24");
    laptop.ip("route", "add", "default", "via", "192.168.8.1", "metric", "1");
    cafe.programsTry();
    laptop.ip("route", "add", "128.0.0.0/1", "via", "192.168.8.1");
    laptop.ip("route", "add", Cafe.INTERNET, "via", "192.168.8.1");
    cafe.programsTry();
    Cafe.assertNoLeak(leaks);
    Cafe.assertNoLeak(others);
  }

  /** A router, or somebody who says so, hands out an address, a route and a name server. */
  @Test
  void ipv6AppearsOnTheLanAndNothingLeavesByIt() throws IOException {
    laptop.address("eth0", "192.168.7.2/24").defaultRoute(Cafe.ROUTER);
    cafe.hold();
    cafe.awaitSettled();
    Capture leaks = cafe.watchForLeaks();
    router.exec("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
    router.address("eth0", "fd17::1/64");
    Path settings =
        write(
            "radvd.conf",
            List.of(
                "interface eth0 {",
                "  AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4;",
                "  prefix fd17::/64 { AdvOnLink on; AdvAutonomous on; };",
                "  route 2001:db8::/32 { };",
                "  RDNSS fd17::1 { };",
                "};"));
    router.start(
        "radvd",
        List.of(
            Product.root().resolve("lab/needs/radvd/usr/sbin/radvd").toString(),
            "-n",
            "-m",
            "stderr",
            "-C",
            settings.toString(),
            "-p",
            settings + ".pid"));
    Await.until(
        "the laptop has an address of the LAN's",
        Cafe.READY_SECONDS,
        () -> laptop.exec("ip", "-6", "addr", "show", "dev", "eth0").contains("fd17:"));
    Await.until(
        "the laptop has a default route by IPv6",
        Cafe.READY_SECONDS,
        () -> laptop.exec("ip", "-6", "route", "show", "default").contains("eth0"));
    cafe.awaitSettled();
    cafe.programsTry();
    Cafe.assertNoLeak(leaks);
  }

  /** As on a host of virtual machines, whose card is a port of a bridge. */
  @Test
  void aBridgeWithARealCardIsNoContainersNetworkWhateverItsName() {
    laptop.ip("link", "add", "br-lan", "type", "bridge");
    // What the lab has for a real card is one end of a cable of its own kind.
    laptop.ip("link", "add", "link", "eth0", "name", "card0", "type", "macvlan");
    laptop.ip("link", "set", "card0", "up", "master", "br-lan");
    laptop.ip("link", "set", "eth0", "up");
    laptop.address("br-lan", "192.168.7.2/24");
    Await.until(
        "the router is reached", Cafe.READY_SECONDS, () -> !cafe.get(Cafe.ROUTER).isEmpty());
    cafe.hold();
    assertThat(cafe.get(Cafe.ROUTER)).as("before there is a default route").isEmpty();
    laptop.defaultRoute(Cafe.ROUTER);
    cafe.programsTry();
  }

  /** The bridge's ports are as containers' cards; only the default route shows what it is. */
  @Test
  void aDeviceNamedLikeAContainersIsShutWhenItBecomesTheWayOut() {
    laptop.ip("link", "set", "eth0", "down");
    laptop.ip("link", "set", "eth0", "name", "veth0");
    laptop.address("veth0", "192.168.7.2/24");
    cafe.hold();
    Await.until("a container's", Cafe.READY_SECONDS, () -> !cafe.get(Cafe.ROUTER).isEmpty());
    laptop.defaultRoute(Cafe.ROUTER);
    Await.until("shut", Cafe.READY_SECONDS, () -> cafe.get(Cafe.ROUTER).isEmpty());
    assertThat(cafe.get(Cafe.INTERNET)).isEmpty();
  }

  /** CVE-2019-14899: a neighbour asks the tunnel's own address by the real card. */
  @Test
  void aNeighbourDoesNotReachTheTunnelsOwnAddress() {
    cafe.enter();
    router.ip("route", "add", "10.128.0.0/16", "via", "192.168.7.2");
    router.ip("-6", "route", "add", "fd47::/64", "via", "fd17::2");
    HostProcess service = Cafe.serve(laptop, 2_222);
    cafe.hold();
    assertThat(router.exec("curl", "-s", "-m", "5", "http://192.168.7.2:2222/"))
        .as("this machine's real address")
        .isEqualTo(Cafe.ROUTER);
    for (String own : List.of("10.128.3.4", "[fd47::3]")) {
      assertThat(router.tryExec("curl", "-sg", "-m", "2", "http://" + own + ":2222/").output())
          .as(own)
          .isEmpty();
    }
    assertThat(laptop.exec("nft", "list", "table", "inet", "groupvpn_office"))
        .containsPattern("fib daddr type local.*counter packets [1-9]");
    service.stop();
  }
}
