package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.dataplane.Snapshots.View;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.io.BootClock;
import org.jspecify.annotations.Nullable;

/**
 * Finds the owner of a destination and sends to it; otherwise keeps the packet and asks the engine.
 * Belongs to the thread that reads the device, except for {@link #hasHeld} and {@link
 * #heldPackets}.
 */
final class Forwarder {
  private final Snapshots snapshots;
  private final PeerSender sender;
  private final EngineInbox inbox;
  private final BootClock clock;
  private final PacketCounters counters;
  private final HeldPackets<VirtualAddress> held;

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

  /** Sends a frame's packets to its destination; changes its bytes. */
  void forward(Frame frame, long nowNanos) {
    View view = snapshots.view();
    Peer peer = view.findPeer(frame.destinationHigh, frame.destinationLow, nowNanos);
    if (peer != null) {
      sender.send(peer, frame, frame.packetBytes());
      return;
    }
    VirtualAddress destination = new VirtualAddress(frame.destinationHigh, frame.destinationLow);
    byte[] kept = Arrays.copyOf(frame.bytes, frame.length);
    if (held.hold(destination, kept, nowNanos) && !ask(destination)) {
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

  /** Sends held packets whose owners have become reachable. */
  void flush() {
    long now = clock.bootNanos();
    View view = snapshots.view();
    for (HeldPackets.Released<VirtualAddress> released :
        held.release((to, frame) -> find(view, to, now) != null, now)) {
      Peer peer = find(view, released.key(), now);
      if (peer == null) {
        counters.increment(PacketCount.OUTBOUND_HELD);
      } else {
        Frame frame = new Frame(released.packet());
        sender.send(peer, frame, frame.packetBytes());
      }
    }
    sender.flush();
  }

  /** Whether anything waits. */
  boolean hasHeld() {
    return !held.isEmpty();
  }

  /** How many packets wait. */
  int heldPackets() {
    return held.size();
  }

  private static @Nullable Peer find(View view, VirtualAddress address, long now) {
    return view.findPeer(address.high(), address.low(), now);
  }
}
