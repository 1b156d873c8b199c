package net.groupvpn.overlay.dht.lease;

import java.util.concurrent.TimeUnit;

/**
 * When an owner shows its lease to replicas that name another owner, or have only just arrived. The
 * pauses grow, because a replica may name another owner whenever it is asked.
 */
final class ShowPace {
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Times in a row, each after twice the wait of the one before; the next one follows after a long
   * pause.
   */
  static final int MAX_IN_A_ROW = 5;

  static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** What {@link #next} returns if a showing is already planned. */
  static final long NOT_NOW = -1;

  private long latestNanos = Long.MIN_VALUE / 2;
  private int inARow;

  /** The delay in nanoseconds until it is shown, or {@link #NOT_NOW}. */
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
