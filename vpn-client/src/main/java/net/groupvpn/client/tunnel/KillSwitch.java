package net.groupvpn.client.tunnel;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.ShortAddress;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.TableName;
import org.jspecify.annotations.Nullable;

/**
 * The table of nftables of a full tunnel. It depends on no rule and no route: whatever these say,
 * what leaves goes into the device, or carries our mark, or is on the short list below, or is
 * refused. Marks are saved with connections, so that
 *
 * <ul>
 *   <li>answers to our own packets pass a strict {@code rp_filter}, which looks at routes as if
 *       they had the mark;
 *   <li>connections to services of this machine, that come in by real devices, are answered by
 *       them.
 * </ul>
 */
final class KillSwitch {
  /**
   * From here on ports are those of programs that ask, not of services: a connection that was there
   * before the table, and of which the kernel has not kept who began it, is not let on beside the
   * tunnel.
   */
  private static final int FIRST_OF_PROGRAMS = 32_768;

  private static final String LAN4 =
      "{ 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, 224.0.0.0/4, 255.255.255.255 }";

  private static final String LAN6 = "{ fe80::/10, fc00::/7, ff00::/8 }";

  private final TunnelPlan plan;
  private final Set<String> containers;
  private final Set<String> groupBridges;
  private final long openSeconds;
  private final String device;
  private final String keep;
  private final String isOurs;
  private final List<String> lines = new ArrayList<>();

  private KillSwitch(TunnelPlan plan, InnerDevices inner, long openSeconds) {
    this.plan = plan;
    this.openSeconds = openSeconds;
    this.containers = plan.settings().containers() ? inner.containers() : Set.of();
    this.groupBridges = inner.groupBridges();
    this.device = quoted(plan.device());
    int mark = plan.settings().mark();
    int mask = plan.settings().mask();
    this.keep = "mark & 0x%08x | 0x%08x".formatted(~mask, mark);
    this.isOurs = "mark & 0x%08x == 0x%08x".formatted(mask, mark);
  }

  /**
   * The table.
   *
   * @param network one DNS label
   * @param inner devices as they are now
   * @param openSeconds for so long everything is let out; then the kernel closes it, by itself
   */
  static NftTable of(String network, TunnelPlan plan, InnerDevices inner, long openSeconds) {
    KillSwitch made = new KillSwitch(plan, inner, openSeconds);
    made.pause();
    made.comingIn();
    made.marked();
    made.goingOut();
    made.passingThrough();
    made.names();
    made.refused();
    made.leavingAsOurs();
    return new NftTable(TableName.ofKillSwitch(network), String.join("\n", made.lines), true);
  }

  /** What a pause lets out; the elements go when their time is over, whoever is alive by then. */
  private void pause() {
    if (openSeconds > 0) {
      add(
          "set open { type nf_proto; flags timeout; elements = { ipv4 timeout %1$ds, ipv6 timeout %1$ds } }"
              .formatted(openSeconds));
    }
  }

  private void letOutInAPause() {
    if (openSeconds > 0) {
      add("meta nfproto @open accept");
    }
  }

  /** Before routes are looked at, and before {@code rp_filter}. */
  private void comingIn() {
    chain("coming_in", "filter hook prerouting priority mangle");
    strangers();
    add("iifname { \"lo\", %s } return".formatted(device));
    add("ct %s meta mark set meta %s return".formatted(isOurs, keep));
    add("ct direction reply return");
    add("fib daddr type != local return");
    add("tcp flags & (syn | ack) == syn goto answered");
    // No question to a service, maybe, but what an earlier program's question is answered with.
    add("meta l4proto { tcp, udp } th dport < %d goto answered".formatted(FIRST_OF_PROGRAMS));
    add("icmp type echo-request goto answered");
    add("icmpv6 type echo-request goto answered");
    add("}");
    add("chain answered {");
    add("ct mark set ct %s".formatted(keep));
    add("meta mark set meta %s".formatted(keep));
    add("}");
  }

  /**
   * This machine's addresses in the group are for the group alone. The kernel takes packets for
   * them from any card, so a neighbour could guess at connections in the tunnel (CVE-2019-14899).
   */
  private void strangers() {
    Set<String> inner = new TreeSet<>(plan.otherDevices());
    inner.addAll(List.of("lo", plan.device()));
    inner.addAll(containers);
    inner.addAll(groupBridges);
    for (boolean ipv4 : new boolean[] {true, false}) {
      String group = prefixes(ipv4);
      if (!group.isEmpty()) {
        add(
            "iifname != { %s } fib daddr type local %s daddr { %s } counter drop"
                .formatted(list(inner), ipv4 ? "ip" : "ip6", group));
      }
    }
  }

  private String prefixes(boolean ipv4) {
    return plan.group(ipv4).stream().map(KillSwitch::text).collect(Collectors.joining(", "));
  }

  /** Our sockets' marks are kept with their connections; answers of services get theirs back. */
  private void marked() {
    chain("marked", "route hook output priority mangle");
    add("meta %s ct mark set ct %s".formatted(isOurs, keep));
    add("ct %s meta mark set meta %s".formatted(isOurs, keep));
    add("}");
  }

  private void goingOut() {
    chain("going_out", "filter hook output priority filter + 10");
    letOutInAPause();
    add("oifname \"lo\" accept");
    add("meta %s accept".formatted(isOurs));
    groupInBridges();
    add("meta l4proto { tcp, udp } th dport 53 goto names");
    add("oifname { %s } accept".formatted(devices()));
    add("meta nfproto ipv4 udp sport 68 udp dport 67 accept");
    add("meta nfproto ipv6 udp sport 546 udp dport 547 accept");
    add(
        "ip6 hoplimit 255 icmpv6 type"
            + " { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert }"
            + " accept");
    neighbours();
    add("goto refused");
    add("}");
  }

  /** What containers and virtual machines send, or a network for which this machine is a router. */
  private void passingThrough() {
    chain("passing_through", "filter hook forward priority filter + 10");
    letOutInAPause();
    add("oifname { %s } accept".formatted(devices()));
    add("iifname { %s } accept".formatted(devices()));
    groupInBridges();
    add("meta %s accept".formatted(isOurs));
    neighbours();
    add("goto refused");
    add("}");
  }

  /** While the device is in a bridge, the group is reached by the bridge; nothing else is. */
  private void groupInBridges() {
    for (boolean ipv4 : new boolean[] {true, false}) {
      String group = prefixes(ipv4);
      if (!groupBridges.isEmpty() && !group.isEmpty()) {
        add(
            "oifname { %s } %s daddr { %s } accept"
                .formatted(list(groupBridges), ipv4 ? "ip" : "ip6", group));
      }
    }
  }

  private void neighbours() {
    if (!containers.isEmpty()) {
      add("oifname { %s } accept".formatted(list(containers)));
    }
    if (plan.settings().allowLan()) {
      add("meta l4proto { tcp, udp } th dport 53 goto refused");
      add("ip daddr %s accept".formatted(LAN4));
      add("ip6 daddr %s accept".formatted(LAN6));
    }
  }

  /** Questions for names go to those who are to answer them, through the tunnel. */
  private void names() {
    add("chain names {");
    if (!plan.otherDevices().isEmpty()) {
      add("oifname { %s } accept".formatted(list(plan.otherDevices())));
    }
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<String> asked = new ArrayList<>();
      plan.group(ipv4).stream().map(KillSwitch::text).forEach(asked::add);
      plan.resolvers(ipv4).stream()
          .filter(each -> plan.group().stream().noneMatch(group -> group.contains(each)))
          .map(KillSwitch::text)
          .forEach(asked::add);
      if (!asked.isEmpty()) {
        String all = String.join(", ", asked);
        add("oifname %s %s daddr { %s } accept".formatted(device, ipv4 ? "ip" : "ip6", all));
      }
    }
    add("goto refused");
    add("}");
  }

  /** At once, so that programs try something else, or say that it does not work. */
  private void refused() {
    add("chain refused {");
    add("counter");
    add("meta l4proto tcp reject with tcp reset");
    add("reject with icmpx admin-prohibited");
    add("}");
  }

  /** The tunnel takes this machine's own address alone: containers and others share it. */
  private void leavingAsOurs() {
    chain("leaving_as_ours", "nat hook postrouting priority srcnat");
    TunnelPlan.Way way4 = plan.ipv4();
    TunnelPlan.Way way6 = plan.ipv6();
    masquerade(true, way4);
    masquerade(false, way6);
    add("}");
  }

  private void masquerade(boolean ipv4, TunnelPlan.@Nullable Way way) {
    if (way != null) {
      String family = ipv4 ? "ip" : "ip6";
      String group = prefixes(ipv4);
      String elsewhere = group.isEmpty() ? "" : " %s daddr != { %s }".formatted(family, group);
      add(
          "oifname %s %s saddr != %s%s masquerade"
              .formatted(device, family, text(way.own()), elsewhere));
    }
  }

  private String devices() {
    Set<String> names = new TreeSet<>(plan.otherDevices());
    names.add(plan.device());
    return list(names);
  }

  /** Sorted, so that the same plan always gives the same table. */
  private static String list(Set<String> names) {
    return new TreeSet<>(names).stream().map(KillSwitch::quoted).collect(Collectors.joining(", "));
  }

  private void chain(String name, String type) {
    add("chain %s {".formatted(name));
    add("type %s; policy accept;".formatted(type));
  }

  private void add(String line) {
    lines.add(line);
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }

  private static String text(InetAddress address) {
    return ShortAddress.of(address);
  }

  private static String text(AddressPrefix prefix) {
    return ShortAddress.of(prefix.network().address()) + "/" + prefix.prefixBits();
  }
}
