package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.id.NodeId;

/**
 * The group's network and this node's IPv6 address as plain numbers, so that judging a packet's
 * addresses allocates nothing. Immutable.
 */
final class GroupAddresses {
  private static final long PREFIX6_MASK = -1L << (Long.SIZE - VirtualNetwork.PREFIX6_BITS);

  private final VirtualNetwork network;
  private final int networkIpv4;
  private final int broadcastIpv4;
  private final int serviceIpv4;
  private final Ipv6Address serviceIpv6;
  private final Ipv6Address ownIpv6;

  GroupAddresses(VirtualNetwork network, NodeId self) {
    this.network = network;
    networkIpv4 = network.range().network().bits();
    broadcastIpv4 = network.range().broadcast().bits();
    serviceIpv4 = network.serviceAddress4().bits();
    serviceIpv6 = network.serviceAddress6();
    ownIpv6 = network.addressOf(self);
  }

  /** Whether the address is in the IPv4 range and can belong to a host. */
  boolean isHost(int ipv4) {
    return network.range().contains(ipv4) && ipv4 != networkIpv4 && ipv4 != broadcastIpv4;
  }

  boolean isBroadcast(int ipv4) {
    return ipv4 == broadcastIpv4;
  }

  boolean isService(int ipv4) {
    return ipv4 == serviceIpv4;
  }

  boolean isService(long high, long low) {
    return high == serviceIpv6.high() && low == serviceIpv6.low();
  }

  /** Whether an IPv6 address with this high half has the group's prefix. */
  boolean hasPrefix(long high) {
    return (high & PREFIX6_MASK) == (ownIpv6.high() & PREFIX6_MASK);
  }

  /** Whether it is this node's IPv6 address. */
  boolean isOwn(long high, long low) {
    return high == ownIpv6.high() && low == ownIpv6.low();
  }

  /** A node's IPv6 address. */
  Ipv6Address addressOf(NodeId node) {
    return network.addressOf(node);
  }
}
