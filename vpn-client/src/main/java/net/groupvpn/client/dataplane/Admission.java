package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.dataplane.InboundRules.Verdict;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.BootClock;

/**
 * Lets opened packets through to the device, by {@link InboundRules}. Packets from an address whose
 * owner is not known yet wait until the engine has checked the sender's binding. Thread-safe.
 */
final class Admission {
  private static final int IP = EthernetFrame.HEADER_BYTES;
  private static final int IPV6 = 6;

  private final InboundRules rules;
  private final Snapshots snapshots;
  private final FrameWriter writer;
  private final EngineInbox inbox;
  private final BootClock clock;
  private final PacketCounters counters;
  private final HeldPackets<NodeId> held;

  Admission(
      InboundRules rules,
      Snapshots snapshots,
      FrameWriter writer,
      EngineInbox inbox,
      BootClock clock,
      PacketCounters counters) {
    this.rules = rules;
    this.snapshots = snapshots;
    this.writer = writer;
    this.inbox = inbox;
    this.clock = clock;
    this.counters = counters;
    held = new HeldPackets<>(counters, PacketCount.HELD_INBOUND, PacketCount.INBOUND_HELD);
  }

  /** Takes the {@code length} bytes that stand after the place of an Ethernet header. */
  void onPacket(View view, Peer sender, byte[] frame, int length, long bootNanos) {
    boolean isIpv6 = length > 0 && PacketBytes.u8(frame, IP) >>> 4 == IPV6;
    boolean isValid =
        isIpv6 ? Ipv6Packet.isValid(frame, IP, length) : Ipv4Packet.isValid(frame, IP, length);
    if (!isValid) {
      counters.increment(PacketCount.INBOUND_MALFORMED);
      return;
    }
    Verdict verdict =
        isIpv6 ? rules.judge6(sender, frame, IP) : rules.judge4(view, sender, frame, IP, bootNanos);
    switch (verdict) {
      case ACCEPT -> deliver(sender, frame, isIpv6, bootNanos);
      case UNKNOWN_SOURCE -> hold(view, sender, Arrays.copyOf(frame, IP + length), bootNanos);
      case FOREIGN_SOURCE -> counters.increment(PacketCount.INBOUND_SOURCE);
      case FOREIGN_DESTINATION -> counters.increment(PacketCount.INBOUND_DESTINATION);
      case MULTICAST -> counters.increment(PacketCount.INBOUND_MULTICAST);
    }
  }

  private void deliver(Peer sender, byte[] frame, boolean isIpv6, long bootNanos) {
    int length = isIpv6 ? Ipv6Packet.totalBytes(frame, IP) : Ipv4Packet.totalBytes(frame, IP);
    int etherType = isIpv6 ? EthernetFrame.TYPE_IPV6 : EthernetFrame.TYPE_IPV4;
    if (writer.write(frame, etherType, length)) {
      counters.increment(PacketCount.INBOUND_DELIVERED);
      sender.traffic().onReceived(length, bootNanos);
    } else {
      counters.increment(PacketCount.INBOUND_WRITE);
    }
  }

  private void hold(View view, Peer sender, byte[] frame, long bootNanos) {
    NodeId peer = sender.snapshot().peer();
    int source = Ipv4Packet.source(frame, IP);
    if (held.hold(peer, frame, bootNanos)
        && !inbox.onUnknownSource(peer, new Ipv4Address(source))) {
      counters.increment(PacketCount.QUESTION_LOST);
    }
    if (!snapshots.view().equals(view)) {
      flush();
    }
  }

  /** Judges again what was held, where the owner has become known. */
  void flush() {
    if (held.isEmpty()) {
      return;
    }
    long now = clock.bootNanos();
    View view = snapshots.view();
    for (HeldPackets.Released<NodeId> released :
        held.release((peer, frame) -> isOwnerKnown(view, frame, now), now)) {
      Peer sender = view.peers().find(released.key());
      byte[] frame = released.packet();
      if (sender == null || sender.isRevoked()) {
        counters.increment(PacketCount.INBOUND_REVOKED);
      } else {
        onPacket(view, sender, frame, frame.length - IP, now);
      }
    }
  }

  /** How many packets wait. */
  int heldPackets() {
    return held.size();
  }

  private static boolean isOwnerKnown(View view, byte[] frame, long now) {
    return view.routes().owner4(Ipv4Packet.source(frame, IP), now) != null;
  }
}
