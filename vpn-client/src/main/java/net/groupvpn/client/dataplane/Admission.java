package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.dataplane.InboundRules.Verdict;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.NeighbourDiscovery;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;

/**
 * Lets opened packets through to the device, by {@link InboundRules}. Packets from an address whose
 * owner is not yet known wait until the engine has checked the sender's binding. Belongs to the
 * receiving thread, except for {@link #hasHeld} and {@link #heldPackets}.
 */
final class Admission {
  private static final int IP = Frame.IP;

  private final InboundRules rules;
  private final Snapshots snapshots;
  private final Delivery delivery;
  private final EngineInbox inbox;
  private final BootClock clock;
  private final PacketCounters counters;
  private final ExitPings pings;
  private final HeldPackets<NodeId> held;

  /** The ways to the device, and who knows which packets are not for it. */
  record Delivery(FrameWriter writer, PacketJoiner joiner, ExitPings pings, ExitPackets exits) {}

  Admission(
      InboundRules rules,
      Snapshots snapshots,
      Delivery delivery,
      EngineInbox inbox,
      BootClock clock,
      PacketCounters counters) {
    this.rules = rules;
    this.snapshots = snapshots;
    this.delivery = delivery;
    this.pings = delivery.pings();
    this.inbox = inbox;
    this.clock = clock;
    this.counters = counters;
    held = new HeldPackets<>(counters, PacketCount.HELD_INBOUND, PacketCount.INBOUND_HELD);
  }

  /** Handles a record at {@link Frame#RECORD}; no packets may be waiting to be joined. */
  void onRecord(View view, Peer sender, byte[] frame, int recordBytes, long bootNanos) {
    int kind = recordBytes > 0 ? frame[Frame.RECORD] : 0;
    if (DataFrame.isPacket(kind)) {
      onPacket(view, sender, frame, recordBytes, bootNanos);
    } else {
      counters.increment(PacketCount.INBOUND_TYPE);
    }
  }

  private void onPacket(View view, Peer sender, byte[] frame, int recordBytes, long bootNanos) {
    int available = recordBytes - 1;
    boolean isIpv6 = available > 0 && Transport.isIpv6(frame, IP);
    boolean isValid =
        isIpv6
            ? Ipv6Packet.isValid(frame, IP, available)
            : Ipv4Packet.isValid(frame, IP, available);
    if (!isValid) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
      return;
    }
    if (DhcpPorts.areUsed(frame, IP, isIpv6)) {
      counters.increment(PacketCount.INBOUND_DHCP);
      return;
    }
    if (isIpv6 && NeighbourDiscovery.isAny(frame, IP)) {
      counters.increment(PacketCount.INBOUND_NEIGHBOUR);
      return;
    }
    int pong = pings.answered(frame, isIpv6);
    if (pong != IcmpEcho.NO_PROBE) {
      counters.increment(PacketCount.EXIT_PONG);
      if (!inbox.onPong(sender.snapshot().peer(), pong)) {
        counters.increment(PacketCount.QUESTION_LOST);
      }
      return;
    }
    Verdict verdict =
        isIpv6
            ? rules.judge6(view, sender, frame, IP, bootNanos)
            : rules.judge4(view, sender, frame, IP, bootNanos);
    switch (verdict) {
      case ACCEPT -> accept(sender, frame, isIpv6, bootNanos);
      case TO_OUTSIDE -> carry(sender, frame, isIpv6, bootNanos);
      case UNKNOWN_SOURCE -> hold(view, sender, Arrays.copyOf(frame, IP + available), bootNanos);
      case FOREIGN_SOURCE -> counters.increment(PacketCount.INBOUND_SOURCE);
      case FOREIGN_DESTINATION -> counters.increment(PacketCount.INBOUND_DESTINATION);
      case MULTICAST -> counters.increment(PacketCount.INBOUND_MULTICAST);
    }
  }

  private void carry(Peer sender, byte[] frame, boolean isIpv6, long bootNanos) {
    int length = isIpv6 ? Ipv6Packet.totalBytes(frame, IP) : Ipv4Packet.totalBytes(frame, IP);
    if (delivery.exits().take(sender, frame, length)) {
      sender.traffic().onReceived(length, bootNanos);
    } else {
      accept(sender, frame, isIpv6, bootNanos);
    }
  }

  private void accept(Peer sender, byte[] frame, boolean isIpv6, long bootNanos) {
    int length = isIpv6 ? Ipv6Packet.totalBytes(frame, IP) : Ipv4Packet.totalBytes(frame, IP);
    int type = isIpv6 ? EthernetFrame.TYPE_IPV6 : EthernetFrame.TYPE_IPV4;
    sender.traffic().onReceived(length, bootNanos);
    if (frame[Frame.RECORD] == DataFrame.IP_PACKET) {
      count(delivery.writer().write(frame, type, length));
      return;
    }
    int transport = Transport.find(frame, IP, length);
    if (transport == Transport.NONE) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
    } else {
      System.arraycopy(frame, IP, delivery.joiner().bytes(), IP, length);
      delivery.joiner().start(sender, length, transport);
    }
  }

  private void count(boolean written) {
    counters.increment(written ? PacketCount.INBOUND_DELIVERED : PacketCount.INBOUND_WRITE);
  }

  private void hold(View view, Peer sender, byte[] frame, long bootNanos) {
    NodeId peer = sender.snapshot().peer();
    int source = rules.deciding(frame, IP);
    if (held.hold(peer, frame, bootNanos)
        && !inbox.onUnknownSource(peer, new Ipv4Address(source))) {
      counters.increment(PacketCount.QUESTION_LOST);
    }
    if (!snapshots.view().equals(view)) {
      flush();
    }
  }

  /** Judges held packets again if their source's owner is known by now. */
  void flush() {
    long now = clock.bootNanos();
    View view = snapshots.view();
    for (HeldPackets.Released<NodeId> released :
        held.release((peer, frame) -> isOwnerKnown(view, frame, now), now)) {
      Peer sender = view.peers().find(released.key());
      byte[] frame = released.packet();
      if (sender == null || sender.isRevoked()) {
        counters.increment(PacketCount.INBOUND_REVOKED);
      } else {
        onRecord(view, sender, frame, frame.length - Frame.RECORD, now);
        delivery.joiner().flush();
      }
    }
  }

  /** Whether anything waits. */
  boolean hasHeld() {
    return !held.isEmpty();
  }

  /** How many packets wait. */
  int heldPackets() {
    return held.size();
  }

  private boolean isOwnerKnown(View view, byte[] frame, long now) {
    return view.routes().owner4(rules.deciding(frame, IP), now) != null;
  }
}
