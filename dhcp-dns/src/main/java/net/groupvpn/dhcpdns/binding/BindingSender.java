package net.groupvpn.dhcpdns.binding;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.binding.BindingMessage.Binding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;

/** Sends this member's own binding to every peer until the peer has acknowledged it. */
final class BindingSender {
  /**
   * A peer that leaves this many messages unanswered is left alone until the next change or
   * session.
   */
  static final int MAX_SENDS = 6;

  /** Pause before the first repetition; doubled each time. */
  static final long FIRST_RESEND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Resend(BindingSender sender, NodeId peer) {}

  private final Overlay overlay;
  private final Engine engine;
  private final Set<NodeId> peers = new TreeSet<>();
  private Binding own;

  BindingSender(Overlay overlay, Engine engine) {
    this.overlay = overlay;
    this.engine = engine;
    this.own = new Binding(engine.now().wallMillis(), List.of(), List.of());
  }

  void addPeer(NodeId peer) {
    peers.add(peer);
    send(peer, 1);
  }

  void removePeer(NodeId peer) {
    peers.remove(peer);
    engine.cancelTimer(TimerName.BINDING_RESEND, new Resend(this, peer));
  }

  void change(List<BoundAddress> addresses, List<Label> names) {
    if (!addresses.equals(own.addresses()) || !names.equals(own.names())) {
      own = new Binding(own.sequence() + 1, addresses, names);
      peers.forEach(peer -> send(peer, 1));
    }
  }

  void onAcknowledged(NodeId peer, long sequence) {
    if (sequence == own.sequence()) {
      engine.cancelTimer(TimerName.BINDING_RESEND, new Resend(this, peer));
    }
  }

  private void send(NodeId peer, int count) {
    overlay.sendToPeer(peer, BindingService.CHANNEL, own.encode());
    if (count < MAX_SENDS) {
      engine.setTimer(
          TimerName.BINDING_RESEND,
          new Resend(this, peer),
          FIRST_RESEND_NANOS << (count - 1),
          now -> send(peer, count + 1));
    }
  }
}
