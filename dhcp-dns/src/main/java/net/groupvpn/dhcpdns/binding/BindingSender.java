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
import org.jspecify.annotations.Nullable;

/**
 * Sends this member's own binding to every peer until the peer has acknowledged it. Changes that
 * come fast are put together, since a peer takes only so many bindings in a minute; the last state
 * is always sent.
 */
final class BindingSender {
  /**
   * A peer that leaves this many messages unanswered is left alone until the next change or
   * session. They take longer than a minute, so a peer that has had enough for one takes the last.
   */
  static final int MAX_SENDS = 7;

  /** Pause before the first repetition; doubled each time. */
  static final long FIRST_RESEND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Changes that are sent at once after some quiet: a machine causes three or four. */
  static final int CHANGE_BURST = 6;

  /**
   * In the long run changes are this far apart. With the burst and a new session that makes 19 a
   * minute; a peer takes {@link BindingService#MAX_BINDINGS_PER_MINUTE}.
   */
  static final long CHANGE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private record Resend(BindingSender sender, NodeId peer) {}

  private record State(List<BoundAddress> addresses, List<Label> names) {}

  private final Overlay overlay;
  private final Engine engine;
  private final Set<NodeId> peers = new TreeSet<>();
  private Binding own;
  private @Nullable State waiting;

  /** When the change after the last would be due at an even pace. */
  private long nextDueNanos;

  BindingSender(Overlay overlay, Engine engine) {
    this.overlay = overlay;
    this.engine = engine;
    this.own = new Binding(engine.now().wallMillis(), List.of(), List.of());
    this.nextDueNanos = engine.now().bootNanos();
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
    waiting = new State(List.copyOf(addresses), List.copyOf(names));
    if (!engine.isTimerSet(TimerName.BINDING_CHANGE, this)) {
      long earliestNanos = nextDueNanos - (CHANGE_BURST - 1) * CHANGE_NANOS;
      long waitNanos = earliestNanos - engine.now().bootNanos();
      if (waitNanos <= 0) {
        apply();
      } else {
        engine.setTimer(TimerName.BINDING_CHANGE, this, waitNanos, now -> apply());
      }
    }
  }

  private void apply() {
    State next = waiting;
    waiting = null;
    if (next != null && !next.equals(new State(own.addresses(), own.names()))) {
      nextDueNanos = Math.max(nextDueNanos, engine.now().bootNanos()) + CHANGE_NANOS;
      own = new Binding(own.sequence() + 1, next.addresses, next.names);
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
