package net.groupvpn.overlay.session;

/** Smoothed round-trip time (RFC 6298 section 2), nanoseconds. */
final class RttEstimator {
  private static final int ALPHA_SHIFT = 3;

  private long smoothed = Session.UNKNOWN_RTT;

  void sample(long rttNanos) {
    smoothed =
        smoothed == Session.UNKNOWN_RTT
            ? rttNanos
            : smoothed + ((rttNanos - smoothed) >> ALPHA_SHIFT);
  }

  /** Begins anew, on another path. */
  void restart(long rttNanos) {
    smoothed = rttNanos;
  }

  long nanos() {
    return smoothed;
  }
}
