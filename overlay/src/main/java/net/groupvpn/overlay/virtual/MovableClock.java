package net.groupvpn.overlay.virtual;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A machine's clock that moves only when a test says so. Any thread. */
public final class MovableClock extends Clock {
  private volatile Instant now;

  /** Starts at noon of some day. */
  public MovableClock() {
    this(Instant.parse("2026-03-01T12:00:00Z"));
  }

  /** Starts at that time. */
  public MovableClock(Instant now) {
    this.now = now;
  }

  /** Moves the clock on, or back if {@code by} is negative. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets it. */
  public void set(Instant changed) {
    now = changed;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock counts in UTC, not in " + zone);
  }
}
