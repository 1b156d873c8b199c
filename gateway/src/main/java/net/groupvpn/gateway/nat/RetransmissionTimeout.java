package net.groupvpn.gateway.nat;

import java.util.concurrent.TimeUnit;

/** How long to wait for an acknowledgement (RFC 6298). Times in nanoseconds. */
final class RetransmissionTimeout {
  /** Before the first measurement. */
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Least one. RFC 6298 says a second for hosts of its time; the answer to a lost last segment
   * would take as long. Above what receivers put an acknowledgement off for.
   */
  static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Longest one, with all doubling. */
  static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int SMOOTHING_SHIFT = 3;
  private static final int VARIATION_SHIFT = 2;
  private static final int VARIATIONS = 4;

  private long smoothedNanos = -1;
  private long variationNanos;
  private long timeoutNanos = FIRST_NANOS;
  private int doublings;

  /** Takes a round-trip time of something that was sent once (Karn's rule is the caller's). */
  void onSample(long rttNanos) {
    if (smoothedNanos < 0) {
      smoothedNanos = rttNanos;
      variationNanos = rttNanos / 2;
    } else {
      long difference = Math.abs(smoothedNanos - rttNanos);
      variationNanos += (difference - variationNanos) >> VARIATION_SHIFT;
      smoothedNanos += (rttNanos - smoothedNanos) >> SMOOTHING_SHIFT;
    }
    timeoutNanos = smoothedNanos + VARIATIONS * variationNanos;
    doublings = 0;
  }

  /** Nothing was acknowledged in time. */
  void backOff() {
    if (nanos() < MAX_NANOS) {
      doublings++;
    }
  }

  /** Something new was acknowledged. */
  void onProgress() {
    doublings = 0;
  }

  /** How long to wait now. */
  long nanos() {
    long base = Math.max(MIN_NANOS, Math.min(timeoutNanos, MAX_NANOS));
    return Math.min(MAX_NANOS, base << doublings);
  }
}
