package net.groupvpn.lab.natgrid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Foot;

/**
 * An Internet of one router, with servers and homes on it.
 *
 * <pre>
 *   this machine 198.18.0.1 --+-- servers 198.18.N.N, 2001:db8::N
 *                            |
 *                         internet
 *                            |
 *     198.19.X.Y, open ------+------ 198.19.X.Y (or 192.0.1.Y) router, 2001:db8:1::N
 *                                         |
 *                                 192.168.1.2 (and .3), 2001:db8:2:N::2
 * </pre>
 *
 * Every home has the same inner network, like real homes, and outside a /24 of its own, because
 * such a network has one vote on what a NAT does. Not thread-safe.
 */
final class NatWorld {
  private static final String SERVERS = "198.18.";
  private static final String SERVERS_ROUTER = SERVERS + "0.254";
  private static final String SERVERS6 = "2001:db8::";
  private static final String HOMES_ROUTER = "198.19.255.254";

  /** For homes whose routers need an address that looks public: nobody uses these. */
  private static final String MAPPING_HOMES = "192.0.1.";

  private static final String HOMES6 = "2001:db8:1::";
  private static final String CARRIER = "100.64.0.";
  private static final String INSIDE = "192.168.1.";
  private static final String OTHER_VLAN = "192.168.2.";
  private static final int HOMES_PER_BYTE = 250;
  private static final int ROUTER = 254;
  private static final int FIRST_INSIDE = 2;
  private static final String DEVICE = "eth0";
  private static final String WAN = "wan0";
  private static final String LAN = "lan0";

  private final Testbed bed;
  private final Host internet;
  private int homes;
  private int ports;
  private int bridges;

  NatWorld(Testbed bed) {
    this.bed = bed;
    internet = bed.host("internet").forwarding();
    bridge("servers", SERVERS_ROUTER + "/16", SERVERS6 + ROUTER + "/64");
    bridge("homes", HOMES_ROUTER + "/16", HOMES6 + "fffe/64");
    internet.address("homes", MAPPING_HOMES + ROUTER + "/24");
    Foot.attach("gvnatgrid", internet, "user0");
    internet.ip("link", "set", "user0", "master", "servers", "up");
    Commands.run("ip", "route", "add", SERVERS + "0.0/16", "dev", "gvnatgrid");
  }

  /**
   * Sets its MAC address. Otherwise it would be the lowest of its ports' addresses, change when a
   * home is added, and cut the other homes off from their gateway until they ask again.
   */
  private void bridge(String name, String address, String address6) {
    String mac = "02:00:00:00:00:%02x".formatted(++bridges);
    internet.ip("link", "add", name, "address", mac, "type", "bridge", "mcast_snooping", "0");
    internet.address(name, address);
    internet.ip("addr", "add", address6, "dev", name, "nodad");
  }

  /** A machine with public addresses, {@link #serverAddress} and {@link #serverAddress6}. */
  Host server(String name, int number) {
    Host host = bed.host(name);
    plug(host, DEVICE, "servers", serverAddress(number) + "/16", SERVERS_ROUTER);
    host.ip("addr", "add", serverAddress6(number) + "/64", "dev", DEVICE, "nodad");
    host.ip("-6", "route", "add", "default", "via", SERVERS6 + ROUTER);
    return host;
  }

  static String serverAddress(int number) {
    return SERVERS + number + "." + number;
  }

  static String serverAddress6(int number) {
    return SERVERS6 + number;
  }

  /** A member's machine in a home of its own. */
  Host member(String name, NatKind kind) {
    Host host = bed.host(name);
    homes++;
    if (kind == NatKind.OPEN) {
      plug(host, DEVICE, "homes", homeAddress() + "/16", HOMES_ROUTER);
      return host;
    }
    Host router = bed.host("r-" + name).forwarding();
    if (kind == NatKind.CGNAT) {
      connectByCarrier(router, bed.host("c-" + name).forwarding());
    } else {
      plug(router, WAN, "homes", homeAddress() + "/16", HOMES_ROUTER);
    }
    bridgeInside(router);
    settle(host, router, FIRST_INSIDE, kind);
    apply(router, NatRules.of(kind, INSIDE + FIRST_INSIDE));
    return host;
  }

  /** Gives an open member's machine another public address at once, as a change of network does. */
  void moveOpen(Host host) {
    homes++;
    host.exec(
        "sh",
        "-c",
        "ip addr flush dev %1$s scope global && ip addr add %2$s/16 dev %1$s && ip route add default via %3$s"
            .formatted(DEVICE, homeAddress(), HOMES_ROUTER));
  }

  /**
   * The same in a home whose router maps ports on request, and has an address that looks public.
   */
  Host memberThatMayMap(String name, NatKind kind, PortMappers mappers) {
    Host host = bed.host(name);
    homes++;
    Host router = bed.host("r-" + name).forwarding();
    String address = MAPPING_HOMES + homes;
    plug(router, WAN, "homes", address + "/24", MAPPING_HOMES + ROUTER);
    bridgeInside(router);
    settle(host, router, FIRST_INSIDE, kind);
    apply(router, NatRules.of(kind, INSIDE + FIRST_INSIDE));
    mappers.start(router, INSIDE + "0/24");
    return host;
  }

  /** One more machine in the most recent home. */
  Host neighbour(String name, Host member) {
    Host host = bed.host(name);
    settle(host, bed.host("r-" + member.name()), FIRST_INSIDE + 1, NatKind.ONE_NAT);
    return host;
  }

  /** The same in another VLAN of that home. */
  Host apart(String name, Host member) {
    Host host = bed.host(name);
    Host router = bed.host("r-" + member.name());
    String port = "lan1";
    bed.cable(host, DEVICE, router, port);
    router.address(port, OTHER_VLAN + ROUTER + "/24");
    host.address(DEVICE, OTHER_VLAN + FIRST_INSIDE + "/24").defaultRoute(OTHER_VLAN + ROUTER);
    return host;
  }

  private void connectByCarrier(Host router, Host carrier) {
    plug(carrier, WAN, "homes", homeAddress() + "/16", HOMES_ROUTER);
    bed.cable(router, WAN, carrier, LAN);
    carrier.address(LAN, CARRIER + ROUTER + "/24");
    router.address(WAN, CARRIER + FIRST_INSIDE + "/24").defaultRoute(CARRIER + ROUTER);
    apply(carrier, NatRules.of(NatKind.CGNAT, CARRIER + FIRST_INSIDE));
  }

  private static void bridgeInside(Host router) {
    router.ip("link", "add", LAN, "type", "bridge", "mcast_snooping", "0");
    router.address(LAN, INSIDE + ROUTER + "/24");
  }

  private void settle(Host host, Host router, int number, NatKind kind) {
    String port = "port" + number;
    bed.cable(host, DEVICE, router, port);
    router.ip("link", "set", port, "master", LAN);
    if (kind != NatKind.IPV6_ONLY) {
      host.address(DEVICE, INSIDE + number + "/24").defaultRoute(INSIDE + ROUTER);
    }
    if (kind.hasIpv6()) {
      settle6(host, router, number);
    }
  }

  private void settle6(Host host, Host router, int number) {
    String inside = "2001:db8:2:" + homes + "::";
    router.ip("addr", "add", HOMES6 + homes + "/64", "dev", WAN, "nodad");
    router.ip("-6", "route", "add", "default", "via", HOMES6 + "fffe");
    router.ip("addr", "add", inside + ROUTER + "/64", "dev", LAN, "nodad");
    internet.ip("-6", "route", "add", inside + "/64", "via", HOMES6 + homes);
    host.ip("addr", "add", inside + number + "/64", "dev", DEVICE, "nodad");
    host.ip("-6", "route", "add", "default", "via", inside + ROUTER);
  }

  private String homeAddress() {
    return "198.19." + (homes % HOMES_PER_BYTE + 1) + "." + (homes / HOMES_PER_BYTE + 1);
  }

  private void plug(Host host, String device, String bridge, String address, String gateway) {
    String port = "port" + ++ports;
    bed.cable(host, device, internet, port);
    internet.ip("link", "set", port, "master", bridge);
    host.address(device, address).defaultRoute(gateway);
  }

  private void apply(Host router, String rules) {
    try {
      Path file = bed.directory().resolve(router.name() + ".nft");
      Files.writeString(file, rules);
      router.exec("nft", "-f", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
