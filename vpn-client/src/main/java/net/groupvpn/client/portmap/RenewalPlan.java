package net.groupvpn.client.portmap;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The present mapping, and when to ask again. The caller passes the time, in nanoseconds of any one
 * clock.
 */
final class RenewalPlan {
  static final long MIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  static final long MAX_RENEWAL_NANOS = TimeUnit.HOURS.toNanos(1);

  /** The pause after the first failure; doubled after each further one. */
  static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  static final int MAX_DOUBLINGS = 5;

  private @Nullable MappedPort held;
  private long expiresNanos;
  private int failures;

  @Nullable MappedPort held() {
    return held;
  }

  /** A router mapped a port or extended the mapping; returns the time to wait, in nanoseconds. */
  long onGranted(MappedPort mapped, long nowNanos) {
    long lifetimeNanos = TimeUnit.SECONDS.toNanos(mapped.lifetimeSeconds());
    held = mapped;
    failures = 0;
    expiresNanos = nowNanos + lifetimeNanos;
    return Math.min(MAX_RENEWAL_NANOS, Math.max(MIN_NANOS, lifetimeNanos / 2));
  }

  /**
   * No router did; the present mapping stays until it expires. Returns the time to wait, in
   * nanoseconds.
   */
  long onFailed(long nowNanos) {
    long leftNanos = expiresNanos - nowNanos;
    if (held != null && leftNanos > 0) {
      return Math.max(MIN_NANOS, leftNanos / 2);
    }
    held = null;
    return FIRST_PAUSE_NANOS << Math.min(failures++, MAX_DOUBLINGS);
  }

  /** The present mapping is useless, for example in another network. */
  void forget() {
    held = null;
    failures = 0;
  }
}
