package net.groupvpn.overlay.virtual;

import java.util.SplittableRandom;

/**
 * Synthetic latencies: each pair has a delay of its own between two bounds, equal in both
 * directions.
 */
public final class UniformLatencies implements Latencies {
  private final int sites;
  private final long seed;
  private final long minNanos;
  private final long maxNanos;

  /** Bounds are one-way nanoseconds, both inclusive. */
  public UniformLatencies(int sites, long seed, long minNanos, long maxNanos) {
    if (minNanos < 0 || maxNanos < minNanos) {
      throw new IllegalArgumentException("delays from " + minNanos + " to " + maxNanos + " ns");
    }
    this.sites = sites;
    this.seed = seed;
    this.minNanos = minNanos;
    this.maxNanos = maxNanos;
  }

  @Override
  public int sites() {
    return sites;
  }

  @Override
  public long oneWayNanos(int from, int to) {
    long low = Math.min(from, to);
    long high = Math.max(from, to);
    long pair = seed ^ ((low << Integer.SIZE) | high);
    return minNanos + new SplittableRandom(pair).nextLong(maxNanos - minNanos + 1);
  }
}
