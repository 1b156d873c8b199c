package net.groupvpn.client.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.dhcpdns.address.VirtualNetwork;

/**
 * The table of nftables of a gateway: what members may reach through it, and that answers, and
 * nothing else, come back. A packet of a member passes {@code forward}, then {@code from_members};
 * it leaves with an address of this machine ({@code postrouting}). This machine's own public
 * addresses are reached as from the Internet, its private ones are not ({@code to_this}). Packets
 * from the service address are this client's tests, and can be traced. Pure.
 *
 * <p>Any other chain at the same hook may still drop what is accepted here; {@link ForwardTest}
 * finds that.
 */
public final class GatewayTable {
  /**
   * No way to the Internet leads there (RFC 6890): "this" network, private ones, carrier-grade NAT,
   * loopback, the link with a cloud's metadata, protocol assignments, multicast, reserved.
   */
  static final List<String> CLOSED4 =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "224.0.0.0/3");

  /** The same for IPv6: all but global unicast addresses, and those that lead into IPv4. */
  static final List<String> CLOSED6 =
      List.of("::/3", "2001::/32", "2002::/16", "4000::/2", "8000::/1");

  /** The chains. 1: the device; 2, 3: the members' addresses; 4, 5: the service addresses. */
  private static final String CHAINS =
      """

        counter forwarded {}
        counter answered {}
        counter refused {}
        counter flooded {}
        chain forward {
          type filter hook forward priority filter; policy accept;
          iifname "%1$s" oifname "%1$s" drop
          iifname "%1$s" goto from_members
          oifname "%1$s" goto to_members
        }
        chain input {
          type filter hook input priority filter; policy accept;
          iifname "%1$s" goto to_this
        }
        chain to_this {
          ip daddr { %2$s, 224.0.0.0/3 } accept
          ip6 daddr { %3$s, fe80::/10, ff00::/8 } accept
          ip daddr @open4 accept
          ip6 daddr @open6 accept
          ip daddr @closed4 counter name refused reject with icmpx admin-prohibited
          ip6 daddr @closed6 counter name refused reject with icmpx admin-prohibited
        }
        chain trace {
          type filter hook prerouting priority raw; policy accept;
          iifname "%1$s" ip saddr %4$s meta nftrace set 1
          iifname "%1$s" ip6 saddr %5$s meta nftrace set 1
        }
        chain from_members {
          meta nfproto ipv4 ip saddr != %2$s counter name refused drop
          meta nfproto ipv6 ip6 saddr != %3$s counter name refused drop
          ip daddr @open4 goto limits
          ip6 daddr @open6 goto limits
          ip daddr @closed4 counter name refused reject with icmpx admin-prohibited
          ip6 daddr @closed6 counter name refused reject with icmpx admin-prohibited
          ip daddr @own4 counter name refused reject with icmpx admin-prohibited
          ip6 daddr @own6 counter name refused reject with icmpx admin-prohibited
          goto limits
        }
        chain to_members {
          ct state established,related counter name answered accept
          counter name refused drop
        }
        chain postrouting {
          type nat hook postrouting priority srcnat; policy accept;
          iifname "%1$s" oifname != "%1$s" masquerade
        }
      """;

  /**
   * What is let through.
   *
   * @param open prefixes of closed networks that members may reach all the same, of both families
   * @param connectionsPerClient most connections at a time of one member
   * @param newPerSecond most new connections of one member each second; twice as many at once
   */
  public record Limits(List<String> open, int connectionsPerClient, int newPerSecond) {
    public Limits {
      open = List.copyOf(open);
    }
  }

  private final String device;
  private final VirtualNetwork network;
  private final Limits limits;

  /** For the members of {@code network}, which is behind {@code device}. */
  public GatewayTable(String device, VirtualNetwork network, Limits limits) {
    this.device = device;
    this.network = network;
    this.limits = limits;
  }

  /**
   * The table's content, in nft's language.
   *
   * @param own the networks that this machine is in
   * @param announced networks behind it that it announces to members, as prefixes
   */
  public String content(OwnNetworks own, List<String> announced) {
    List<String> open =
        Stream.concat(limits.open().stream(), announced.stream()).distinct().toList();
    List<String> open4 = open.stream().filter(prefix -> !isIpv6(prefix)).toList();
    List<String> open6 = open.stream().filter(GatewayTable::isIpv6).toList();
    return String.join("\n", sets(open4, open6, own))
        + "\n"
        + chains()
        + MemberLimits.chain(limits);
  }

  private static boolean isIpv6(String prefix) {
    return prefix.indexOf(':') >= 0;
  }

  private static List<String> sets(List<String> open4, List<String> open6, OwnNetworks own) {
    List<String> sets = new ArrayList<>();
    sets.add(prefixes("closed4", "ipv4_addr", CLOSED4));
    sets.add(prefixes("closed6", "ipv6_addr", CLOSED6));
    sets.add(prefixes("open4", "ipv4_addr", open4));
    sets.add(prefixes("open6", "ipv6_addr", open6));
    sets.add(prefixes("own4", "ipv4_addr", own.ipv4()));
    sets.add(prefixes("own6", "ipv6_addr", own.ipv6()));
    return sets;
  }

  private static String prefixes(String name, String type, List<String> elements) {
    String content =
        elements.isEmpty() ? "" : " elements = { " + String.join(", ", elements) + " }";
    return "  set %s { type %s; flags interval; auto-merge;%s }".formatted(name, type, content);
  }

  private String chains() {
    return CHAINS.formatted(
        device, network.range(), prefix6(), network.serviceAddress4(), service6());
  }

  private String prefix6() {
    return service6() + "/" + VirtualNetwork.PREFIX6_BITS;
  }

  private String service6() {
    return network.serviceAddress6().toInetAddress().getHostAddress();
  }
}
