package net.groupvpn.overlay.dht.lease;

import java.time.Duration;

/**
 * How long leases live. All nodes of an overlay must use the same times.
 *
 * @param leaseNanos D: what a replica grants, counted from receipt of the claim
 * @param provisionalNanos what a replica grants in the first phase
 */
public record LeaseTimes(long leaseNanos, long provisionalNanos) {
  /** One hour, and ten seconds for the first phase. */
  public static final LeaseTimes STANDARD = of(Duration.ofHours(1), Duration.ofSeconds(10));

  public LeaseTimes {
    if (leaseNanos <= 0 || provisionalNanos <= 0) {
      throw new IllegalArgumentException(
          "lease times must be positive: " + leaseNanos + " ns, " + provisionalNanos + " ns");
    }
  }

  /** The same from durations. */
  public static LeaseTimes of(Duration lease, Duration provisional) {
    return new LeaseTimes(lease.toNanos(), provisional.toNanos());
  }

  /** How long an owner uses the key after it sent its last successful renewal, nanoseconds. */
  long useNanos() {
    return leaseNanos / 10 * 9;
  }

  /** When an owner renews, counted from sending its last successful renewal, nanoseconds. */
  long renewNanos() {
    return leaseNanos / 2;
  }
}
