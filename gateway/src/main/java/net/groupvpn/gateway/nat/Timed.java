package net.groupvpn.gateway.nat;

import java.util.Arrays;

/** Something with timers, in one {@link DeadlineHeap}. Not thread-safe. */
abstract class Timed {
  /** Of a timer that is not set. */
  static final long NEVER = Long.MAX_VALUE;

  private final long[] timers = new long[NatTimer.COUNT];

  /** Where it stands in the heap, or -1; the heap's own. */
  int heapAt = -1;

  /** By what it stands there, not later than {@link #dueNanos}; the heap's own. */
  long heapNanos;

  Timed() {
    Arrays.fill(timers, NEVER);
  }

  /** Some timer may have come; see which. */
  abstract void onDue(long nowNanos);

  void set(NatTimer timer, long atNanos) {
    timers[timer.place] = atNanos;
  }

  void clear(NatTimer timer) {
    timers[timer.place] = NEVER;
  }

  void clearAll() {
    Arrays.fill(timers, NEVER);
  }

  boolean isSet(NatTimer timer) {
    return timers[timer.place] != NEVER;
  }

  /** Whether a timer has come; it is cleared then. */
  boolean take(NatTimer timer, long nowNanos) {
    boolean isDue = timers[timer.place] <= nowNanos;
    if (isDue) {
      clear(timer);
    }
    return isDue;
  }

  /** When the first timer comes, or {@link #NEVER}. */
  long dueNanos() {
    long due = NEVER;
    for (long timer : timers) {
      due = Math.min(due, timer);
    }
    return due;
  }
}
