package net.groupvpn.client.gateway;

import java.net.Inet4Address;
import java.util.List;
import java.util.stream.Collectors;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;

/**
 * The table of nftables of a machine that has networks behind it: members reach these, with this
 * machine's address there, and answers come back. What else members may reach is not said here: a
 * gateway's own table says that, and without one the data plane lets nothing else through. Pure.
 */
public final class SubnetTable {
  private final String device;
  private final VirtualNetwork network;
  private final GatewayTable.Limits limits;

  /** For the members of {@code network}, which is behind {@code device}. */
  public SubnetTable(String device, VirtualNetwork network, GatewayTable.Limits limits) {
    this.device = device;
    this.network = network;
    this.limits = limits;
  }

  /** The table's content, in nft's language. */
  public String content(List<AddressRange> subnets) {
    return set("subnets4", "ipv4_addr", subnets, true)
        + set("subnets6", "ipv6_addr", subnets, false)
        + """
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
          chain from_members {
            meta nfproto ipv4 ip saddr != %2$s counter name refused drop
            meta nfproto ipv6 ip6 saddr != %3$s counter name refused drop
            ip daddr @subnets4 goto limits
            ip6 daddr @subnets6 goto limits
          }
          chain to_members {
            ct state established,related counter name answered accept
            counter name refused drop
          }
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            iifname "%1$s" ip daddr @subnets4 masquerade
            iifname "%1$s" ip6 daddr @subnets6 masquerade
          }
        """
            .formatted(
                device,
                network.range(),
                network.serviceAddress6().toInetAddress().getHostAddress()
                    + "/"
                    + VirtualNetwork.PREFIX6_BITS)
        + MemberLimits.chain(limits);
  }

  private static String set(String name, String type, List<AddressRange> subnets, boolean isIpv4) {
    String elements =
        subnets.stream()
            .filter(each -> each.start() instanceof Inet4Address == isIpv4)
            .map(SubnetRule::text)
            .collect(Collectors.joining(", "));
    String content = elements.isEmpty() ? "" : " elements = { " + elements + " }";
    return "  set %s { type %s; flags interval; auto-merge;%s }\n".formatted(name, type, content);
  }
}
