package net.groupvpn.client.dataplane;

/** A sustained rate in bytes per second, with a burst after silence. One thread. */
final class TokenBucket {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long nanosPerKilobyte;
  private final long burstNanos;
  private long creditNanos;
  private long filledNanos;

  /** Full at first. */
  TokenBucket(long bytesPerSecond, long burstBytes, long nowNanos) {
    nanosPerKilobyte = 1_000 * SECOND_NANOS / bytesPerSecond;
    burstNanos = cost(burstBytes);
    creditNanos = burstNanos;
    filledNanos = nowNanos;
  }

  /** Whether this many bytes are available now. */
  boolean has(int bytes, long nowNanos) {
    creditNanos = Math.min(burstNanos, creditNanos + (nowNanos - filledNanos));
    filledNanos = nowNanos;
    return creditNanos >= cost(bytes);
  }

  /** Takes bytes whose availability {@link #has} has confirmed. */
  void take(int bytes) {
    creditNanos -= cost(bytes);
  }

  private long cost(long bytes) {
    return bytes * nanosPerKilobyte / 1_000;
  }
}
