package net.groupvpn.overlay.relay;

import java.util.concurrent.TimeUnit;

/** When to leave a working relay for a better one. The caller passes the time. */
final class Hysteresis {
  /** How long a better relay must stay better. */
  static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * How long after the first choice the choice is still early: legs are still being made and
   * learned of. During this time even a slightly better relay is moved to, and {@link
   * #EARLY_HOLD_NANOS} is enough.
   */
  static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(20);

  static final long EARLY_HOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long NEVER = Long.MIN_VALUE / 2;

  private long foundNanos = NEVER;
  private long betterSinceNanos = NEVER;

  /** A relay is used where none was before. */
  void onFound(long nowNanos) {
    foundNanos = nowNanos;
  }

  /** Another relay is used from now on. */
  void onMoved() {
    betterSinceNanos = NEVER;
  }

  /** Whether the first choice was made just now. */
  boolean isEarly(long nowNanos) {
    return nowNanos - foundNanos < EARLY_NANOS;
  }

  /**
   * Whether to move; to be asked after each measurement.
   *
   * @param best the best relay, possibly the current one
   */
  boolean isTimeToMove(
      RelaySelection selection, RelayCandidate current, RelayCandidate best, long nowNanos) {
    boolean isBetter =
        !best.relay().equals(current.relay())
            && (isEarly(nowNanos) || selection.isWorthMoving(current, best));
    if (!isBetter) {
      betterSinceNanos = NEVER;
      return false;
    }
    if (betterSinceNanos == NEVER) {
      betterSinceNanos = nowNanos;
    }
    return nowNanos - betterSinceNanos >= (isEarly(nowNanos) ? EARLY_HOLD_NANOS : HOLD_NANOS);
  }
}
