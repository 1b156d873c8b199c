package net.groupvpn.lab.member;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;

/**
 * Members in a row, each in a network of its own. Between them UDP passes only from one to the
 * next; the portal is reached by HTTPS alone.
 *
 * <pre>
 *   this machine (198.18.0.1) --+-- portal (198.18.0.10), TCP 8443
 *                              |
 *                            router
 *          /         /         |         \         \
 *   198.18.1.11 - 198.18.2.11 - .3.11 - .4.11 - 198.18.5.11     "-": UDP passes
 * </pre>
 */
public final class IslandRow {
  /** The portal's address. */
  public static final String PORTAL_ADDRESS = "198.18.0.10";

  private static final String RULES = "add rule inet row forward ";

  private final Host router;
  private final Host portal;
  private final List<Host> members = new ArrayList<>();

  /** Makes the router, the portal's host and a host for each name. */
  public IslandRow(Testbed bed, List<String> memberNames) {
    router = bed.host("router").forwarding();
    portal = bed.host("portal");
    router.ip("link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    router.address("br0", "198.18.0.254/24");
    bed.cable(portal, "eth0", router, "port0");
    router.ip("link", "set", "port0", "master", "br0");
    portal.address("eth0", PORTAL_ADDRESS + "/24").defaultRoute("198.18.0.254");
    nft("add table inet row");
    nft("add chain inet row forward { type filter hook forward priority 0; policy drop; }");
    nft(RULES + "ip daddr " + PORTAL_ADDRESS + " tcp dport 8443 accept");
    nft(RULES + "ip saddr " + PORTAL_ADDRESS + " tcp sport 8443 accept");
    for (String name : memberNames) {
      add(bed, name);
    }
  }

  private void add(Testbed bed, String name) {
    int number = members.size() + 1;
    Host host = bed.host(name);
    bed.cable(host, "eth0", router, "port" + number);
    router.address("port" + number, "198.18." + number + ".254/24");
    host.address("eth0", address(number) + "/24").defaultRoute("198.18." + number + ".254");
    members.add(host);
    if (number > 1) {
      letUdpPass(address(number - 1), address(number));
      letUdpPass(address(number), address(number - 1));
    }
  }

  private void letUdpPass(String from, String to) {
    nft(RULES + "ip saddr " + from + " ip daddr " + to + " meta l4proto udp accept");
  }

  private void nft(String command) {
    router.exec("nft", command);
  }

  /** The address of the member with that number, from 1. */
  public static String address(int number) {
    return "198.18." + number + ".11";
  }

  /** Gives this machine an interface in the portal's network, so that its browser gets there. */
  public void attachThisMachine(String interfaceName) {
    Foot.attach(interfaceName, router, "user0");
    router.ip("link", "set", "user0", "master", "br0", "up");
  }

  public Host portal() {
    return portal;
  }

  public List<Host> members() {
    return List.copyOf(members);
  }
}
