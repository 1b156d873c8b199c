package net.groupvpn.lab.relays;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.link.LinkSettings;
import net.groupvpn.lab.member.Foot;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;

/**
 * Two ends and relays between them. The hub lets all reach the portal by HTTPS, and the relays each
 * other; it drops the ends' UDP.
 *
 * <pre>
 *   this machine 198.18.0.1 -- hub -- portal 198.18.0.10
 *                               |
 *            198.18.N.11 (each member N: ends 1 and 2, relays from 3)
 *   end 1 -- 198.19.2N.0/24 -- relay N -- 198.19.(2N+1).0/24 -- end 2
 * </pre>
 */
final class RelayFan {
  private static final String PORTAL = "198.18.0.10";
  private static final String RULE = "add rule inet fan forward ";
  private static final int PORT = 7400;
  private static final int FIRST_RELAY = 3;
  private static final List<String> ENDS = List.of("alder", "birch");

  private final Testbed bed;
  private final Host hub;
  private final List<Member> ends = new ArrayList<>();
  private final List<Member> relays = new ArrayList<>();
  private final Map<String, HostProcess> links = new HashMap<>();

  /** Enrols everybody, and leaves the relays running, without legs. */
  RelayFan(Testbed bed, int relayCount) {
    this.bed = bed;
    hub = bed.host("hub").forwarding();
    Group group = Group.create(bed, portal(), PORTAL, "--stream-port", "0");
    List<String> seeds = new ArrayList<>();
    for (int index = 0; index < relayCount; index++) {
      int number = FIRST_RELAY + index;
      hub.exec("nft", RULE + "ip saddr " + address(number) + " accept");
      relays.add(group.install(plug("relay" + (index + 1), number)).start());
      for (int side = 0; side < ENDS.size(); side++) {
        seeds.add('"' + legAddress(index, side, true) + ":" + PORT + '"');
      }
    }
    for (String name : ENDS) {
      Host host = plug(name, ends.size() + 1);
      ends.add(group.install(host, "seeds = [" + String.join(", ", seeds) + "]"));
    }
    relays.forEach(Member::awaitUp);
  }

  private Host portal() {
    Host portal = bed.host("portal");
    hub.ip("link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    hub.address("br0", "198.18.0.254/24");
    bed.cable(portal, "eth0", hub, "port0");
    hub.ip("link", "set", "port0", "master", "br0");
    Foot.attach("gvfan0", hub, "user0");
    hub.ip("link", "set", "user0", "master", "br0", "up");
    portal.address("eth0", PORTAL + "/24").defaultRoute("198.18.0.254");
    hub.exec("nft", "add table inet fan");
    hub.exec(
        "nft", "add chain inet fan forward { type filter hook forward priority 0; policy drop; }");
    for (int end = 1; end <= ENDS.size(); end++) {
      hub.exec("nft", RULE + "ip saddr " + address(end) + " meta l4proto udp drop");
      hub.exec("nft", RULE + "ip daddr " + address(end) + " meta l4proto udp drop");
    }
    hub.exec("nft", RULE + "ip daddr " + PORTAL + " tcp dport 8443 accept");
    hub.exec("nft", RULE + "ip saddr " + PORTAL + " tcp sport 8443 accept");
    return portal;
  }

  private Host plug(String name, int number) {
    Host host = bed.host(name);
    bed.cable(host, "eth0", hub, "port" + number);
    hub.address("port" + number, "198.18." + number + ".254/24");
    host.address("eth0", address(number) + "/24").defaultRoute("198.18." + number + ".254");
    return host;
  }

  private static String address(int number) {
    return "198.18." + number + ".11";
  }

  private static String legAddress(int index, int side, boolean isRelays) {
    int network = 2 * (FIRST_RELAY + index) + side;
    return "198.19." + network + (isRelays ? ".2" : ".1");
  }

  /** Joins a relay to both ends by links with these delays, in place of the former links. */
  void join(int index, LegDelays legs) {
    join(index, 0, legs.first());
    join(index, 1, legs.second());
  }

  private void join(int index, int side, double delayMillis) {
    Host end = ends.get(side).host();
    Host relay = relays.get(index).host();
    String leg = "leg" + (index + 1);
    String back = "end" + (side + 1);
    HostProcess before = links.remove(relay.name() + back);
    if (before != null) {
      before.stop();
    }
    links.put(
        relay.name() + back,
        bed.link(end, leg, relay, back, LinkSettings.CLEAN.withDelay(delayMillis)));
    end.address(leg, legAddress(index, side, false) + "/24");
    relay.address(back, legAddress(index, side, true) + "/24");
  }

  /** The two ends, not running at first. */
  List<Member> ends() {
    return List.copyOf(ends);
  }

  List<Member> relays() {
    return List.copyOf(relays);
  }
}
