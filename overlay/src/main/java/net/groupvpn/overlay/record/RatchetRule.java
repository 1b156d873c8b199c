package net.groupvpn.overlay.record;

import java.util.concurrent.TimeUnit;

/** When a sender moves on to the next epoch's keys. Unused keys do not age. */
public final class RatchetRule {
  /** How often sending keys are checked. */
  public static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Age at which used keys are replaced. */
  static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(120);

  /**
   * Records after which keys are replaced: half of what they may seal, so that the other half lasts
   * until the next check at 4 million records per second.
   */
  static final long WORN_RECORDS = SendKeys.MAX_RECORDS / 2;

  /** Whether a sender with these keys should take the next epoch's. */
  public boolean isDue(SendKeys keys, long nowNanos) {
    long sealed = keys.sealed();
    return sealed >= WORN_RECORDS
        || (sealed > 0 && nowNanos - keys.startedNanos() >= MAX_AGE_NANOS);
  }
}
