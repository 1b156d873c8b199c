package net.groupvpn.overlay.session;

/**
 * Smoothed round-trip time (RFC 6298 section 2), nanoseconds. Of the first samples the shortest
 * counts: longer ones are mostly due to a program that has just started.
 */
public final class RttEstimator {
  static final int FIRST_SAMPLES = 5;
  private static final int ALPHA_SHIFT = 3;

  private long smoothed = Session.UNKNOWN_RTT;
  private int samples;

  /** Adds a measurement. */
  public void sample(long rttNanos) {
    if (smoothed == Session.UNKNOWN_RTT) {
      smoothed = rttNanos;
    } else if (samples < FIRST_SAMPLES) {
      smoothed = Math.min(smoothed, rttNanos);
    } else {
      smoothed += (rttNanos - smoothed) >> ALPHA_SHIFT;
    }
    samples++;
  }

  /** Starts again, on another path. */
  void restart(long rttNanos) {
    smoothed = rttNanos;
    samples = rttNanos == Session.UNKNOWN_RTT ? 0 : 1;
  }

  /** The smoothed time, or {@link Session#UNKNOWN_RTT} before the first sample. */
  public long nanos() {
    return smoothed;
  }
}
