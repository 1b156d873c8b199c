package net.groupvpn.client.dataplane;

import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.overlay.id.NodeId;

/**
 * May this sender use this source, and is the destination ours? A peer's IPv6 address proves itself
 * from the node ID; IPv4 needs a verified route, and so do IPv6 addresses of machines behind peers.
 * Packets from outside the group are taken from the gateway in use alone, packets to outside only
 * by a gateway. Pure; any thread.
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
    int machine = addresses.machineOf(high);
    boolean isForThis =
        addresses.isOwn(high, low)
            || (machine != GroupAddresses.NO_MACHINE && view.machines().has(machine));
    int sender4 = addresses.machineOf(sourceHigh);
    if (sender4 != GroupAddresses.NO_MACHINE) {
      return isForThis
          ? judgeMachine(view, sender, sender4, bootNanos)
          : Verdict.FOREIGN_DESTINATION;
    }
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

  /** The IPv6 addresses of a machine belong to whoever has its IPv4 address. */
  private static Verdict judgeMachine(View view, Peer sender, int ipv4, long bootNanos) {
    if (view.isOwn(ipv4)) {
      return Verdict.FOREIGN_SOURCE;
    }
    NodeId owner = view.routes().owner4(ipv4, bootNanos);
    if (owner == null) {
      return Verdict.UNKNOWN_SOURCE;
    }
    return owner.equals(sender.snapshot().peer()) ? Verdict.ACCEPT : Verdict.FOREIGN_SOURCE;
  }

  /** The IPv4 address whose owner decides about the packet at {@code ip}, with a valid header. */
  int deciding(byte[] bytes, int ip) {
    return Transport.isIpv6(bytes, ip)
        ? addresses.machineOf(Ipv6Packet.sourceHigh(bytes, ip))
        : Ipv4Packet.source(bytes, ip);
  }

  /** Whether the sender may send from that address outside the group. */
  private static boolean isExit(View view, Peer sender, long high, long low, long bootNanos) {
    NodeId peer = sender.snapshot().peer();
    return view.subnets().holds(high, low)
        ? view.subnets().areTakenFrom(high, low, peer)
        : view.exits().areTakenFrom(peer, bootNanos);
  }
}
