package net.groupvpn.overlay.dht.lease;

import java.util.concurrent.TimeUnit;

/**
 * When an owner shows its lease to those who name another owner, or have only just come. Less and
 * less often: a replica may name another owner as often as it is asked.
 */
final class ShowPace {
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Times in a row, each after twice the wait; the next one comes after a long while. */
  static final int MAX_IN_A_ROW = 5;

  static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** What {@link #next} says if it was planned a moment ago. */
  static final long NOT_NOW = -1;

  private long latestNanos = Long.MIN_VALUE / 2;
  private int inARow;

  /** After how long it is to be shown, or {@link #NOT_NOW}. */
  long next(long nowNanos) {
    long sinceNanos = nowNanos - latestNanos;
    if (sinceNanos < FIRST_NANOS) {
      return NOT_NOW;
    }
    inARow = sinceNanos > QUIET_NANOS ? 0 : Math.min(inARow + 1, MAX_IN_A_ROW);
    if (inARow == MAX_IN_A_ROW) {
      return QUIET_NANOS - sinceNanos + FIRST_NANOS;
    }
    latestNanos = nowNanos;
    return FIRST_NANOS << inARow;
  }
}
