package net.groupvpn.lab.natgrid;

/**
 * NATs as nftables rules. A router's inner interface is {@code lan0}, its outer one {@code wan0};
 * full-cone and address-restricted ones serve one member, at a known address and port.
 */
final class NatRules {
  /** The members' UDP port. */
  static final int MEMBER_PORT = 7400;

  private static final String MASQUERADE = "oifname \"wan0\" masquerade";

  private NatRules() {}

  /** The rules of a router before {@code member}, a numeric IPv4 address. */
  static String of(NatKind kind, String member) {
    String inwards = "dnat to " + member + ":" + MEMBER_PORT;
    return switch (kind) {
      case OPEN -> throw new IllegalArgumentException("open members have no router");
      case FULL_CONE -> table(admitting("", inwards), MASQUERADE);
      case ADDRESS_RESTRICTED -> table(admitting("ip saddr @contacted", inwards), MASQUERADE);
      case PORT_RESTRICTED, ONE_NAT -> table("", MASQUERADE);
      case TWO_VLANS -> table(APART, MASQUERADE);
      case SYMMETRIC, CGNAT -> table("", MASQUERADE + " random,fully-random");
      case UDP_BLOCKED -> table(BLOCKED, MASQUERADE);
      case IPV6_ONLY, DUAL_STACK -> table("", MASQUERADE) + FILTER6;
    };
  }

  private static final String APART =
      "chain apart { type filter hook forward priority 0; iifname \"lan*\" oifname \"lan*\" drop;"
          + " }";

  private static final String BLOCKED =
      "chain blocked { type filter hook forward priority 0; meta l4proto udp drop; }";

  /** IPv6 as home routers handle it: only answers get in. */
  private static final String FILTER6 =
      """
      table ip6 lab {
        chain passing { type filter hook forward priority 0;
          iifname "wan0" ct state established,related accept; iifname "wan0" drop; }
      }
      """;

  private static String admitting(String who, String inwards) {
    return """
      set contacted { type ipv4_addr; flags dynamic,timeout; timeout 60s; }
      chain contacts { type filter hook forward priority 0;
        oifname "wan0" meta l4proto udp update @contacted { ip daddr }; }
      chain arriving { type nat hook prerouting priority dstnat;
        iifname "wan0" %s udp dport %d %s; }
    """
        .formatted(who, MEMBER_PORT, inwards);
  }

  /**
   * Unsolicited datagrams must not reach the router itself: it would keep a connection for them,
   * and give another port to a member that calls there a moment later.
   */
  private static String table(String further, String leaving) {
    return """
    table ip lab {
      chain unasked { type filter hook input priority 0; meta l4proto udp drop; }
      %s
      chain leaving { type nat hook postrouting priority srcnat; %s; }
    }
    """
        .formatted(further, leaving);
  }
}
