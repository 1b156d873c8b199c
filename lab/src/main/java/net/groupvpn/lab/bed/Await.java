package net.groupvpn.lab.bed;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, never for a time. */
public final class Await {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Await() {}

  /**
   * Polls until the condition holds.
   *
   * @param what describes the condition in the message of the {@link BedException} on time-out
   * @return how long it took, in nanoseconds
   */
  public static long until(String what, long limitSeconds, BooleanSupplier condition) {
    long start = System.nanoTime();
    long limitNanos = TimeUnit.SECONDS.toNanos(limitSeconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limitNanos) {
        throw new BedException("waited " + limitSeconds + " s without success until " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return System.nanoTime() - start;
  }
}
