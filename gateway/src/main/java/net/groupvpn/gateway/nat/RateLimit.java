package net.groupvpn.gateway.nat;

/** So many events a second in the long run, and some at once after quiet. Not thread-safe. */
final class RateLimit {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long costNanos;
  private final long burstNanos;
  private long creditNanos;
  private long filledNanos;

  /** Full at first. */
  RateLimit(int perSecond, int burst, long nowNanos) {
    costNanos = SECOND_NANOS / perSecond;
    burstNanos = costNanos * burst;
    creditNanos = burstNanos;
    filledNanos = nowNanos;
  }

  /** Whether one more may happen now; it is counted then. */
  boolean tryTake(long nowNanos) {
    return tryTake(nowNanos, 0);
  }

  /** The same, but only if room for {@code kept} more is left. */
  boolean tryTake(long nowNanos, int kept) {
    creditNanos = Math.min(burstNanos, creditNanos + (nowNanos - filledNanos));
    filledNanos = nowNanos;
    if (creditNanos < costNanos * (1L + kept)) {
      return false;
    }
    creditNanos -= costNanos;
    return true;
  }
}
