package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.id.NodeId;

/**
 * The group's network and this node's IPv6 address as plain numbers, so that judging a packet's
 * addresses allocates nothing. Immutable.
 */
final class GroupAddresses {
  private static final long PREFIX6_MASK = -1L << (Long.SIZE - VirtualNetwork.PREFIX6_BITS);

  private static final long LINK6_MASK = -1L << (Long.SIZE - VirtualNetwork.LINK6_BITS);

  /** What {@link #machineOf} returns for an address of no machine. */
  static final int NO_MACHINE = 0;

  private static final int MACHINE_BITS = 0xffff;
  private static final int LOOPBACK4 = 127;
  private static final int MULTICAST4 = 224;
  private static final int LINK_LOCAL4 = 169 << 8 | 254;

  private final VirtualNetwork network;
  private final int networkIpv4;
  private final int broadcastIpv4;
  private final int serviceIpv4;
  private final Ipv6Address serviceIpv6;
  private final Ipv6Address ownIpv6;

  /** High half of the first IPv6 address of machines behind members; 0 if they have none. */
  private final long machinesHigh;

  private final NodeId self;

  GroupAddresses(VirtualNetwork network, NodeId self) {
    this.network = network;
    this.self = self;
    networkIpv4 = network.range().network().bits();
    broadcastIpv4 = network.range().broadcast().bits();
    serviceIpv4 = network.serviceAddress4().bits();
    serviceIpv6 = network.serviceAddress6();
    ownIpv6 = network.addressOf(self);
    machinesHigh = network.machineHigh(network.range().network()) & PREFIX6_MASK;
  }

  /** This node. */
  NodeId self() {
    return self;
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

  /** Whether machines behind members have IPv6 addresses in this group. */
  boolean haveMachinesIpv6() {
    return machinesHigh != 0;
  }

  /** High half of the IPv6 addresses of the machine with this IPv4 address. */
  long machineHigh(int ipv4) {
    return machinesHigh | (ipv4 & MACHINE_BITS);
  }

  /**
   * The IPv4 address that a machine behind a member has whose IPv6 address has this high half: one
   * of members, or {@link #NO_MACHINE}.
   */
  int machineOf(long high) {
    if (machinesHigh == 0 || (high & PREFIX6_MASK) != machinesHigh) {
      return NO_MACHINE;
    }
    int ipv4 = (networkIpv4 & ~MACHINE_BITS) | (int) (high & MACHINE_BITS);
    return isHost(ipv4) && !isService(ipv4) ? ipv4 : NO_MACHINE;
  }

  /** The prefix of all the group's IPv6 addresses, high half. */
  long link6() {
    return ownIpv6.high() & LINK6_MASK;
  }

  /** Whether it is this node's IPv6 address. */
  boolean isOwn(long high, long low) {
    return high == ownIpv6.high() && low == ownIpv6.low();
  }

  int service4() {
    return serviceIpv4;
  }

  Ipv6Address service6() {
    return serviceIpv6;
  }

  /** This node's IPv6 address. */
  Ipv6Address own6() {
    return ownIpv6;
  }

  /**
   * Whether an IPv4 address is outside the group's range and can be that of a host elsewhere: not
   * of "this" network, the loopback, the link (a cloud's metadata is there), multicast or reserved.
   */
  boolean isOutside(int ipv4) {
    int first = ipv4 >>> 24;
    return !network.range().contains(ipv4)
        && first != 0
        && first != LOOPBACK4
        && first < MULTICAST4
        && ipv4 >>> 16 != LINK_LOCAL4;
  }

  /**
   * Whether an IPv6 address, of which this is the high half, is outside the group's prefix and can
   * be that of a host elsewhere: not loopback or IPv4-mapped, of the link, or multicast.
   */
  boolean isOutside6(long high) {
    return high != 0
        && (high & LINK6_MASK) != link6()
        && !Ipv6Packet.isLinkLocal(high)
        && !Ipv6Packet.isGroupAddress(high);
  }

  /** A node's IPv6 address. */
  Ipv6Address addressOf(NodeId node) {
    return network.addressOf(node);
  }
}
