package net.groupvpn.client.dataplane;

import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.id.NodeId;

/**
 * Decides whether the sender may use this source, and whether the destination is this node's. A
 * peer's IPv6 address follows from its node ID; IPv4 needs a verified route. Pure; any thread.
 */
final class InboundRules {
  /** The decision. */
  enum Verdict {
    ACCEPT,
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
      return Verdict.FOREIGN_SOURCE;
    }
    if (!view.isOwn(destination)) {
      return Ipv4Packet.isGroupAddress(destination) || addresses.isBroadcast(destination)
          ? Verdict.MULTICAST
          : Verdict.FOREIGN_DESTINATION;
    }
    NodeId owner = view.routes().owner4(source, bootNanos);
    if (owner == null) {
      return Verdict.UNKNOWN_SOURCE;
    }
    return owner.equals(sender.snapshot().peer()) ? Verdict.ACCEPT : Verdict.FOREIGN_SOURCE;
  }

  /** Judges the valid IPv6 packet at {@code ip}. */
  Verdict judge6(Peer sender, byte[] bytes, int ip) {
    if (Ipv6Packet.sourceHigh(bytes, ip) != sender.address().high()
        || Ipv6Packet.sourceLow(bytes, ip) != sender.address().low()) {
      return Verdict.FOREIGN_SOURCE;
    }
    long high = Ipv6Packet.destinationHigh(bytes, ip);
    if (addresses.isOwn(high, Ipv6Packet.destinationLow(bytes, ip))) {
      return Verdict.ACCEPT;
    }
    return Ipv6Packet.isGroupAddress(high) ? Verdict.MULTICAST : Verdict.FOREIGN_DESTINATION;
  }
}
