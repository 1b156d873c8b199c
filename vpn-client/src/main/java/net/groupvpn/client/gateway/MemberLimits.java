package net.groupvpn.client.gateway;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How much one member may ask of this machine's connection tracking, in nft's language: for a table
 * with the counters {@code refused}, {@code flooded} and {@code forwarded}. Pure.
 */
final class MemberLimits {
  private static final List<String> SETS4 = List.of("new4", "many4");
  private static final List<String> SETS6 = List.of("new6", "many6");

  /** 1, 2: new connections each second, and at once; 3: connections at a time. */
  private static final String CHAIN =
      """
        chain limits {
          ct state invalid counter name refused drop
          tcp flags syn tcp option maxseg size set rt mtu
          ct state new meta nfproto ipv4 add @new4 { ip saddr limit rate over %1$d/second burst %2$d packets } counter name flooded drop
          ct state new meta nfproto ipv6 add @new6 { ip6 saddr limit rate over %1$d/second burst %2$d packets } counter name flooded drop
          ct state new meta nfproto ipv4 add @many4 { ip saddr ct count over %3$d } counter name flooded drop
          ct state new meta nfproto ipv6 add @many6 { ip6 saddr ct count over %3$d } counter name flooded drop
          counter name forwarded accept
        }
      """;

  private MemberLimits() {}

  /** The chain {@code limits} and what it needs: whatever goes there within limits is accepted. */
  static String chain(GatewayTable.Limits limits) {
    return sets(SETS4, "ipv4_addr")
        + sets(SETS6, "ipv6_addr")
        + CHAIN.formatted(
            limits.newPerSecond(), 2 * limits.newPerSecond(), limits.connectionsPerClient());
  }

  private static String sets(List<String> names, String type) {
    return names.stream()
        .map(name -> "  set %s { type %s; size 65535; flags dynamic; }\n".formatted(name, type))
        .collect(Collectors.joining());
  }
}
