package net.groupvpn.lab.member;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;

/**
 * The network under a group: two sites and the portal's, joined by one router.
 *
 * <pre>
 *   this machine (198.18.0.1) --+-- portal (198.18.0.10)
 *                              |
 *                            router
 *                            /    \
 *   site one 198.18.1.0/24        site two 198.18.2.0/24
 *   .11 .12 ... and 2001:db8:1::/64  .11 .12 ... and 2001:db8:2::/64
 * </pre>
 *
 * IPv4 addresses are those for benchmarks (RFC 2544), which no real network uses; IPv6 ones are for
 * documentation (RFC 3849).
 */
public final class TwoSites {
  /** The portal's address. */
  public static final String PORTAL_ADDRESS = "198.18.0.10";

  private static final String SERVERS = "198.18.0.";
  private static final int FIRST_SERVER_PORT = 1_000;
  private static final int FIRST_HOST = 11;
  private static final List<String> SITES = List.of("198.18.1.", "198.18.2.");
  private static final List<String> SITES6 = List.of("2001:db8:1::", "2001:db8:2::");

  private final Testbed bed;
  private final Host router;
  private final Host portal;
  private final List<Host> members = new ArrayList<>();

  /** Makes the router, the portal's host and {@code memberNames} hosts, placed in turn. */
  public TwoSites(Testbed bed, List<String> memberNames) {
    this.bed = bed;
    this.router = bed.host("router").forwarding();
    this.portal = bed.host("portal");
    bridge("br0", "198.18.0.254/24", "2001:db8::254/64");
    plug(portal, 0, "br0", PORTAL_ADDRESS + "/24", "198.18.0.254");
    portal.ip("addr", "add", "2001:db8::10/64", "dev", "eth0", "nodad");
    portal.ip("-6", "route", "add", "default", "via", "2001:db8::254");
    for (int site = 0; site < SITES.size(); site++) {
      bridge("br" + (site + 1), SITES.get(site) + "254/24", SITES6.get(site) + "254/64");
    }
    for (String name : memberNames) {
      addMember(name);
    }
  }

  /** Adds a member's host to the next site in turn. */
  public Host addMember(String name) {
    int index = members.size();
    int site = index % SITES.size();
    int number = FIRST_HOST + index / SITES.size();
    Host host = bed.host(name);
    plug(
        host,
        index + 1,
        "br" + (site + 1),
        SITES.get(site) + number + "/24",
        SITES.get(site) + "254");
    host.ip("addr", "add", SITES6.get(site) + number + "/64", "dev", "eth0", "nodad");
    host.ip("-6", "route", "add", "default", "via", SITES6.get(site) + "254");
    members.add(host);
    return host;
  }

  /** Adds a machine beside the portal, {@code 198.18.0.number}. */
  public Host addServer(String name, int number) {
    Host host = bed.host(name);
    plug(host, FIRST_SERVER_PORT + number, "br0", SERVERS + number + "/24", SERVERS + "254");
    return host;
  }

  /** The IPv4 address of that member's host. */
  public String addressOf(Host member) {
    int index = members.indexOf(member);
    return SITES.get(index % SITES.size()) + (FIRST_HOST + index / SITES.size());
  }

  /** The router's interface to that member's host. */
  public String portOf(Host member) {
    return "port" + (members.indexOf(member) + 1);
  }

  /** Gives this machine an interface in the portal's network, so that its browser gets there. */
  public void attachThisMachine(String interfaceName) {
    Foot.attach(interfaceName, router, "user0");
    router.ip("link", "set", "user0", "master", "br0", "up");
  }

  public Host router() {
    return router;
  }

  public Host portal() {
    return portal;
  }

  public List<Host> members() {
    return List.copyOf(members);
  }

  private void bridge(String name, String address, String address6) {
    router.ip("link", "add", name, "type", "bridge", "mcast_snooping", "0");
    router.address(name, address);
    router.ip("addr", "add", address6, "dev", name, "nodad");
  }

  private void plug(Host host, int port, String bridge, String address, String gateway) {
    bed.cable(host, "eth0", router, "port" + port);
    router.ip("link", "set", "port" + port, "master", bridge);
    host.address("eth0", address);
    host.defaultRoute(gateway);
  }
}
