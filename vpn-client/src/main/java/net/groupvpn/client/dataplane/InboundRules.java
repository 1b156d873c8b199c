package net.groupvpn.client.dataplane;

import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.id.NodeId;

/**
 * May this sender use this source, and is the destination ours? A peer's IPv6 address proves itself
 * from the node ID; IPv4 needs a verified route. Packets from outside the group are taken from the
 * gateway in use alone, packets to outside only by a gateway. Pure; any thread.
 */
final class InboundRules {
  /** The decision. */
  enum Verdict {
    ACCEPT,
    /** For elsewhere, by this gateway. */
    TO_OUTSIDE,
    /** The source has no known owner. */
    UNKNOWN_SOURCE,
    /** The source does not belong to the sender. */
    FOREIGN_SOURCE,
    FOREIGN_DESTINATION,
    MULTICAST
  }

  private final GroupAddresses addresses;

  InboundRules(GroupAddresses addresses) {
    this.addresses = addresses;
  }

  /** Judges the valid IPv4 packet at {@code ip}. */
  Verdict judge4(View view, Peer sender, byte[] bytes, int ip, long bootNanos) {
    int source = Ipv4Packet.source(bytes, ip);
    int destination = Ipv4Packet.destination(bytes, ip);
    if (!addresses.isHost(source) || addresses.isService(source) || view.isOwn(source)) {
      boolean isFromExit =
          addresses.isOutside(source)
              && view.isOwn(destination)
              && isExit(view, sender, 0, VirtualAddress.mapped(source), bootNanos);
      return isFromExit ? Verdict.ACCEPT : Verdict.FOREIGN_SOURCE;
    }
    boolean isToOutside =
        addresses.isOutside(destination) && view.isCarried(0, VirtualAddress.mapped(destination));
    if (!view.isOwn(destination) && !isToOutside) {
      return Ipv4Packet.isGroupAddress(destination) || addresses.isBroadcast(destination)
          ? Verdict.MULTICAST
          : Verdict.FOREIGN_DESTINATION;
    }
    NodeId owner = view.routes().owner4(source, bootNanos);
    if (owner == null) {
      return Verdict.UNKNOWN_SOURCE;
    }
    if (!owner.equals(sender.snapshot().peer())) {
      return Verdict.FOREIGN_SOURCE;
    }
    return view.isOwn(destination) ? Verdict.ACCEPT : Verdict.TO_OUTSIDE;
  }

  /** Judges the valid IPv6 packet at {@code ip}. */
  Verdict judge6(View view, Peer sender, byte[] bytes, int ip, long bootNanos) {
    long sourceHigh = Ipv6Packet.sourceHigh(bytes, ip);
    long high = Ipv6Packet.destinationHigh(bytes, ip);
    long low = Ipv6Packet.destinationLow(bytes, ip);
    boolean isForThis = addresses.isOwn(high, low);
    if (sourceHigh != sender.address().high()
        || Ipv6Packet.sourceLow(bytes, ip) != sender.address().low()) {
      boolean isFromExit =
          addresses.isOutside6(sourceHigh)
              && isForThis
              && isExit(view, sender, sourceHigh, Ipv6Packet.sourceLow(bytes, ip), bootNanos);
      return isFromExit ? Verdict.ACCEPT : Verdict.FOREIGN_SOURCE;
    }
    if (isForThis) {
      return Verdict.ACCEPT;
    }
    if (addresses.isOutside6(high) && view.isCarried(high, low)) {
      return Verdict.TO_OUTSIDE;
    }
    return Ipv6Packet.isGroupAddress(high) ? Verdict.MULTICAST : Verdict.FOREIGN_DESTINATION;
  }

  /** Whether the sender may send from that address outside the group. */
  private static boolean isExit(View view, Peer sender, long high, long low, long bootNanos) {
    NodeId peer = sender.snapshot().peer();
    return view.subnets().holds(high, low)
        ? view.subnets().areTakenFrom(high, low, peer)
        : view.exits().areTakenFrom(peer, bootNanos);
  }
}
