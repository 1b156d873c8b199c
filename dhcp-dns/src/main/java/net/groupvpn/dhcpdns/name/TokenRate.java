package net.groupvpn.dhcpdns.name;

import java.util.concurrent.TimeUnit;

/** A sustained rate with a burst after silence: a token bucket. One thread. */
final class TokenRate {
  private final long costNanos;
  private final long burstNanos;
  private long fullAtNanos;
  private boolean isUsed;

  TokenRate(int perSecond, int burst) {
    costNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    burstNanos = burst * costNanos;
  }

  /** Takes one token; false if there is none. */
  boolean take(long nowNanos) {
    long fullAt = isUsed && fullAtNanos - nowNanos > 0 ? fullAtNanos : nowNanos;
    if (fullAt + costNanos - nowNanos > burstNanos) {
      return false;
    }
    isUsed = true;
    fullAtNanos = fullAt + costNanos;
    return true;
  }
}
