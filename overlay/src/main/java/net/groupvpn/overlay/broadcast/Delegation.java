package net.groupvpn.overlay.broadcast;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * One part of a task. It is given to one peer after another until one returns its totals: first
 * peers inside the part, then nearer peers, then detours.
 */
final class Delegation {
  /** Requests without any answer before a peer is given up. */
  static final int MAX_UNANSWERED = 4;

  /** How often a peer that is working on the part is asked again. */
  static final long POLL_NANOS = 500_000_000L;

  static final long MIN_WAIT_NANOS = 250_000_000L;
  static final long MAX_WAIT_NANOS = 1_000_000_000L;
  private static final long UNMEASURED_WAIT_NANOS = 400_000_000L;
  private static final int ROUND_TRIPS = 3;

  private final Engine engine;
  private final Neighbourhood surroundings;
  private final BiConsumer<NodeId, byte[]> sender;
  private final Task task;
  private final Region region;
  private final long token;
  private final Set<NodeId> tried = new LinkedHashSet<>();
  private @Nullable NodeId current;
  private boolean detouring;
  private boolean failed;
  private int unanswered;
  private boolean over;

  Delegation(
      Engine engine,
      Neighbourhood surroundings,
      BiConsumer<NodeId, byte[]> sender,
      Task task,
      Region region) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.sender = sender;
    this.task = task;
    this.region = region;
    this.token = engine.random().nextLong();
  }

  long token() {
    return token;
  }

  /** Goes on to the next peer; ends if there is none. */
  void advance() {
    NodeId next = choose();
    current = next;
    unanswered = 0;
    if (next == null) {
      end(failed ? Totals.NONE.plusUnreached(1) : Totals.NONE);
      return;
    }
    if (!tried.isEmpty()) {
      engine.counters().increment(OverlayCounter.BROADCAST_REPAIRS);
    }
    tried.add(next);
    ask(next);
  }

  private @Nullable NodeId choose() {
    NodeId self = surroundings.self();
    List<Neighbour> others =
        surroundings.neighbours().stream()
            .filter(neighbour -> !tried.contains(neighbour.node()))
            .filter(neighbour -> !Objects.equals(neighbour.node(), task.parent()))
            .toList();
    NodeId next = null;
    if (mayTry(DelegateChoice.MAX_INSIDE)) {
      next = first(DelegateChoice.inside(region, others));
    }
    if (next == null && mayTry(DelegateChoice.MAX_INSIDE + DelegateChoice.MAX_TOWARDS)) {
      next = first(DelegateChoice.towards(region, self, others));
    }
    if (next == null && task.mayDetour() && surroundings.isUnsureOf(region)) {
      next = nextDetour(DelegateChoice.detours(region, self, others));
    }
    return next;
  }

  private boolean mayTry(int limit) {
    return !detouring && tried.size() < limit;
  }

  private @Nullable NodeId nextDetour(List<NodeId> detours) {
    long before = tried.stream().filter(node -> !isNearer(node)).count();
    detouring = true;
    return before < DelegateChoice.MAX_DETOURS ? first(detours) : null;
  }

  private boolean isNearer(NodeId node) {
    NodeId prefix = region.prefix();
    return region.contains(node)
        || prefix.commonPrefixBits(node) > prefix.commonPrefixBits(surroundings.self());
  }

  private static @Nullable NodeId first(List<NodeId> nodes) {
    return nodes.isEmpty() ? null : nodes.get(0);
  }

  private void ask(NodeId peer) {
    sender.accept(peer, task.request(token, region, detouring).toMessage());
    engine.setTimer(TimerName.BROADCAST_TRY, this, waitNanos(peer), now -> onSilence(peer));
  }

  private long waitNanos(NodeId peer) {
    long rtt = surroundings.rttNanos(peer);
    return rtt < 0
        ? UNMEASURED_WAIT_NANOS
        : Math.max(MIN_WAIT_NANOS, Math.min(MAX_WAIT_NANOS, ROUND_TRIPS * rtt));
  }

  private void onSilence(NodeId peer) {
    if (++unanswered < MAX_UNANSWERED) {
      ask(peer);
    } else {
      engine.counters().increment(OverlayCounter.BROADCAST_SILENT);
      fail();
    }
  }

  private void fail() {
    failed = true;
    advance();
  }

  /** Handles an answer from any peer that was asked, including those given up since. */
  void onAnswer(NodeId from, SpreadAnswer answer) {
    if (!tried.contains(from)) {
      engine.counters().increment(OverlayCounter.DROPPED_BROADCAST_UNEXPECTED);
      return;
    }
    boolean isCurrent = Objects.equals(from, current);
    if (answer.totals().nodes() > 0) {
      end(answer.totals());
    } else if (isCurrent && answer.state() == SpreadAnswer.State.WORKING) {
      unanswered = 0;
      engine.setTimer(TimerName.BROADCAST_TRY, this, POLL_NANOS, now -> ask(from));
    } else if (isCurrent && answer.state() == SpreadAnswer.State.REFUSED) {
      fail();
    } else if (isCurrent) {
      onNobody(from, answer.totals());
    }
  }

  /** A peer inside the region should have counted itself; a nearer peer knows the region best. */
  private void onNobody(NodeId from, Totals totals) {
    if (region.contains(from) || totals.unreached() > 0) {
      fail();
    } else if (!detouring && !failed) {
      end(Totals.NONE);
    } else {
      advance();
    }
  }

  /** Ends without totals because the time is up. */
  void giveUp() {
    end(Totals.NONE.plusUnreached(1));
  }

  private void end(Totals totals) {
    if (!over) {
      over = true;
      engine.cancelTimer(TimerName.BROADCAST_TRY, this);
      task.onPart(this, totals);
    }
  }
}
