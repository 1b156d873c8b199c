package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.session.RecordSealer;
import org.jspecify.annotations.Nullable;

/**
 * Who owns this destination? Sends to its owner, or keeps the packet and asks the engine. {@link
 * #forward} runs on the outbound thread, {@link #flush} on any.
 */
final class Forwarder {
  private static final int TYPE_BYTES = 1;

  private final Snapshots snapshots;
  private final PeerSender sender;
  private final EngineInbox inbox;
  private final BootClock clock;
  private final PacketCounters counters;
  private final HeldPackets<VirtualAddress> held;
  private final byte[] sealed =
      new byte[TYPE_BYTES + TapDevice.MAX_FRAME_BYTES + RecordSealer.OVERHEAD_BYTES];

  Forwarder(
      Snapshots snapshots,
      PeerSender sender,
      EngineInbox inbox,
      BootClock clock,
      PacketCounters counters) {
    this.snapshots = snapshots;
    this.sender = sender;
    this.inbox = inbox;
    this.clock = clock;
    this.counters = counters;
    held = new HeldPackets<>(counters, PacketCount.HELD_OUTBOUND, PacketCount.OUTBOUND_HELD);
  }

  /** Sends an IP packet to the address; overwrites the byte before it with the record's type. */
  void forward(byte[] bytes, int ip, int length, long high, long low) {
    long now = clock.bootNanos();
    View view = snapshots.view();
    Peer peer = view.findPeer(high, low, now);
    int record = ip - TYPE_BYTES;
    bytes[record] = DataFrame.IP_PACKET;
    if (peer != null) {
      sender.send(peer, bytes, record, TYPE_BYTES + length, sealed);
      return;
    }
    byte[] kept = Arrays.copyOfRange(bytes, record, ip + length);
    VirtualAddress destination = new VirtualAddress(high, low);
    if (held.hold(destination, kept, now) && !ask(destination)) {
      counters.increment(PacketCount.QUESTION_LOST);
    }
    if (!snapshots.view().equals(view)) {
      flush();
    }
  }

  private boolean ask(VirtualAddress to) {
    return to.isIpv4()
        ? inbox.onUnknownDestination(new Ipv4Address((int) to.low()))
        : inbox.onUnknownDestination(new Ipv6Address(to.high(), to.low()));
  }

  /** Sends what was held for those who have become reachable. Called after each publication. */
  void flush() {
    if (held.isEmpty()) {
      return;
    }
    long now = clock.bootNanos();
    View view = snapshots.view();
    for (HeldPackets.Released<VirtualAddress> released :
        held.release((to, record) -> find(view, to, now) != null, now)) {
      Peer peer = find(view, released.key(), now);
      byte[] record = released.packet();
      if (peer == null) {
        counters.increment(PacketCount.OUTBOUND_HELD);
      } else {
        byte[] scratch = new byte[record.length + RecordSealer.OVERHEAD_BYTES];
        sender.send(peer, record, 0, record.length, scratch);
      }
    }
  }

  /** How many packets wait. */
  int heldPackets() {
    return held.size();
  }

  private static @Nullable Peer find(View view, VirtualAddress address, long now) {
    return view.findPeer(address.high(), address.low(), now);
  }
}
