package net.groupvpn.client.part;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.tunnel.TunnelPlan;
import net.groupvpn.client.tunnel.TunnelPlan.Way;
import net.groupvpn.client.tunnel.TunnelSettings;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.gateway.GatewayOffer;
import org.jspecify.annotations.Nullable;

/** What goes into a group's full tunnel, by what is the case. Pure. */
final class TunnelPlans {
  /** Who is asked for names if the gateway announces nobody: a public resolver (Quad9). */
  static final Ipv4Address RESOLVER4 = Ipv4Address.parse("9.9.9.9");

  /** The same where the gateway offers IPv6 only: 2620:fe::fe. */
  static final Ipv6Address RESOLVER6 = new Ipv6Address(0x2620_00fe_0000_0000L, 0xfe);

  private final String device;
  private final VirtualNetwork network;
  private final @Nullable Ipv6Address own6;
  private final TunnelSettings settings;

  /**
   * What plans depend on.
   *
   * @param gateway what the gateway in use offers; null for none
   * @param own4 this machine's address in the group; null while it has none
   * @param otherDevices cards of other groups
   */
  record Facts(
      @Nullable GatewayOffer gateway, @Nullable Ipv4Address own4, Set<String> otherDevices) {
    Facts {
      otherDevices = Set.copyOf(otherDevices);
    }
  }

  /** {@code own6} is this machine's IPv6 address in the group; null if it can have none. */
  TunnelPlans(
      String device, VirtualNetwork network, @Nullable Ipv6Address own6, TunnelSettings settings) {
    this.device = device;
    this.network = network;
    this.own6 = own6;
    this.settings = settings;
  }

  /** With ways as far as there are any. */
  TunnelPlan open(Facts facts) {
    List<InetAddress> resolvers = new ArrayList<>(service());
    InetAddress upstream = upstream(facts);
    if (upstream != null) {
      resolvers.add(upstream);
    }
    return new TunnelPlan(
        device, way4(facts), way6(facts), group(), resolvers, facts.otherDevices(), settings);
  }

  /** Without any way: nothing but the group is reached. */
  TunnelPlan closed(Facts facts) {
    return TunnelPlan.closed(device, group(), service(), facts.otherDevices(), settings);
  }

  /** Who is asked for names outside the group, through the tunnel; null while nobody can be. */
  @Nullable InetAddress upstream(Facts facts) {
    GatewayOffer gateway = facts.gateway();
    if (gateway != null && way4(facts) != null) {
      Ipv4Address announced = gateway.resolver();
      return (announced == null ? RESOLVER4 : announced).toInetAddress();
    }
    return way6(facts) == null ? null : RESOLVER6.toInetAddress();
  }

  private @Nullable Way way4(Facts facts) {
    GatewayOffer gateway = facts.gateway();
    Ipv4Address own4 = facts.own4();
    return gateway == null || own4 == null || !gateway.hasIpv4()
        ? null
        : new Way(own4.toInetAddress(), network.serviceAddress4().toInetAddress());
  }

  private @Nullable Way way6(Facts facts) {
    GatewayOffer gateway = facts.gateway();
    return gateway == null || own6 == null || !gateway.hasIpv6()
        ? null
        : new Way(own6.toInetAddress(), network.serviceAddress6().toInetAddress());
  }

  private List<InetAddress> service() {
    return List.of(
        network.serviceAddress4().toInetAddress(), network.serviceAddress6().toInetAddress());
  }

  private List<AddressPrefix> group() {
    return List.of(
        new AddressPrefix(network.range().network().toInetAddress(), network.range().prefixBits()),
        new AddressPrefix(network.serviceAddress6().toInetAddress(), VirtualNetwork.LINK6_BITS));
  }
}
