package net.groupvpn.overlay.broadcast;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A region that this node covers: its own answer, combined with the totals of the parts. */
final class Task {
  /** A child gets this share of its parent's time, so that its answer arrives in time. */
  private static final double CHILD_SHARE = 0.875;

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final Engine engine;
  private final Topic topic;
  private final SpreadRequest request;
  private final @Nullable NodeId parent;
  private final Consumer<Totals> done;
  private final long deadlineNanos;
  private final Map<Long, Delegation> index;
  private final Set<Delegation> open = new LinkedHashSet<>();
  private Totals totals;
  private boolean isFinished;

  /**
   * Makes a task that waits for {@link #start}.
   *
   * @param parent the asking peer, or null at the origin
   * @param own this node's answer, or nothing
   * @param index finds the parts of all tasks by their tokens
   */
  Task(
      Engine engine,
      Topic topic,
      SpreadRequest request,
      @Nullable NodeId parent,
      Totals own,
      Map<Long, Delegation> index,
      Consumer<Totals> done) {
    this.engine = engine;
    this.topic = topic;
    this.request = request;
    this.parent = parent;
    this.totals = own;
    this.index = index;
    this.done = done;
    this.deadlineNanos = engine.now().bootNanos() + request.budgetMillis() * NANOS_PER_MILLI;
  }

  @Nullable NodeId parent() {
    return parent;
  }

  /** Whether parts may go to peers that are no nearer to them. */
  boolean mayDetour() {
    return request.detours() < SpreadRequest.MAX_DETOURS;
  }

  /** The request for a part, with the time that is left now. */
  SpreadRequest request(long token, Region part, boolean isDetour) {
    long left = Math.max(0, deadlineNanos - engine.now().bootNanos());
    int budget = Math.max(1, (int) (left * CHILD_SHARE / NANOS_PER_MILLI));
    int detours = request.detours() + (isDetour ? 1 : 0);
    return new SpreadRequest(
        token, request.broadcast(), part, request.depth() + 1, detours, budget);
  }

  /** Gives the parts away; ends at once if there are none. */
  void start(List<Delegation> parts) {
    if (request.depth() == SpreadRequest.MAX_DEPTH) {
      totals = totals.plusUnreached(parts.size());
    } else {
      open.addAll(parts);
      parts.forEach(part -> index.put(part.token(), part));
    }
    long budgetNanos = deadlineNanos - engine.now().bootNanos();
    engine.setTimer(TimerName.BROADCAST_DEADLINE, this, budgetNanos, now -> onDeadline());
    parts.stream().filter(open::contains).forEach(Delegation::advance);
    finishIfDone();
  }

  /** Adds the totals of a part. */
  void onPart(Delegation part, Totals ofPart) {
    if (open.remove(part)) {
      index.remove(part.token());
      add(ofPart);
      finishIfDone();
    }
  }

  private void add(Totals ofPart) {
    try {
      totals = totals.plus(ofPart, topic);
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_BROADCAST_MALFORMED);
      totals = totals.plusUnreached(1);
    }
  }

  private void onDeadline() {
    engine.counters().increment(OverlayCounter.BROADCAST_LATE);
    new ArrayList<>(open).forEach(Delegation::giveUp);
    finishIfDone();
  }

  private void finishIfDone() {
    if (open.isEmpty() && !isFinished) {
      isFinished = true;
      engine.cancelTimer(TimerName.BROADCAST_DEADLINE, this);
      done.accept(totals);
    }
  }
}
