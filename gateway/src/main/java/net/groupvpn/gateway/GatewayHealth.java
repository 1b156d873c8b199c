package net.groupvpn.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Whether one gateway carries packets to beyond it and back, by pings. One unanswered ping makes
 * the next ones come faster; {@link #DEAD_AFTER} of them in a row over {@link #DEAD_NANOS} are its
 * death, so that a few lost packets are not. Not thread-safe.
 */
final class GatewayHealth {
  /** Between pings while all are answered and there is traffic. */
  static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Between pings through one that is only held ready. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Between pings once one is missing. */
  static final long DOUBT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Unanswered pings in a row of a gateway that is dead. */
  static final int DEAD_AFTER = 4;

  /** ... and for so long. */
  static final long DEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** A ping is missing when it takes longer than this, and than thrice the usual time. */
  static final long MISSING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int USUAL_TIMES = 3;

  /** Pings as often as through the one in use, to learn whether a gateway works. */
  private static final int FIRST_PINGS = 5;

  private static final int MAX_OUTSTANDING = 16;

  /** The smoothed round-trip time moves by an eighth of the difference (RFC 6298). */
  private static final int SMOOTHING = 8;

  private record Ping(int sequence, long sentNanos) {}

  private final Deque<Ping> outstanding = new ArrayDeque<>();
  private boolean neverAsked = true;
  private long lastSentNanos;
  private long rttNanos = -1;
  private boolean alive;
  private long aliveSinceNanos;

  /** A ping was sent. */
  void sent(int sequence, long nowNanos) {
    neverAsked = false;
    lastSentNanos = nowNanos;
    if (outstanding.size() == MAX_OUTSTANDING) {
      outstanding.removeFirst();
    }
    outstanding.addLast(new Ping(sequence, nowNanos));
  }

  /** An answer came; false if nothing was asked with this number, or it was answered before. */
  boolean answered(int sequence, long nowNanos) {
    Ping ping = outstanding.stream().filter(p -> p.sequence() == sequence).findFirst().orElse(null);
    if (ping == null) {
      return false;
    }
    // Older ones were lost, and tell nothing any more.
    while (!outstanding.isEmpty() && outstanding.getFirst().sentNanos() <= ping.sentNanos()) {
      outstanding.removeFirst();
    }
    long sample = nowNanos - ping.sentNanos();
    rttNanos = rttNanos < 0 ? sample : rttNanos + (sample - rttNanos) / SMOOTHING;
    if (!alive) {
      alive = true;
      aliveSinceNanos = nowNanos;
    }
    return true;
  }

  /** There is no session with the gateway any more. */
  void lost() {
    alive = false;
    outstanding.clear();
  }

  /** Whether packets pass, as far as is known at {@code nowNanos}. */
  boolean isAlive(long nowNanos) {
    if (alive && isSilent(nowNanos)) {
      alive = false;
    }
    return alive;
  }

  private boolean isSilent(long nowNanos) {
    return outstanding.size() >= DEAD_AFTER
        && nowNanos - outstanding.getFirst().sentNanos() >= DEAD_NANOS;
  }

  /** Since when it has been alive without a break; only if it is. */
  long aliveSinceNanos() {
    return aliveSinceNanos;
  }

  /** Smoothed round-trip time to beyond the gateway, or negative before the first answer. */
  long rttNanos() {
    return rttNanos;
  }

  /** Whether it is time for a ping. */
  boolean isDue(boolean isBusy, long nowNanos) {
    return neverAsked || nowNanos - lastSentNanos >= intervalNanos(isBusy, nowNanos);
  }

  /** In how long to look again: when a ping is due, or when one would be missing. */
  long nextNanos(boolean isBusy, long nowNanos) {
    long due = lastSentNanos + intervalNanos(isBusy, nowNanos) - nowNanos;
    Ping oldest = outstanding.peekFirst();
    long missing = oldest == null ? due : oldest.sentNanos() + missingNanos() - nowNanos;
    return Math.max(LEAST_NANOS, missing > 0 ? Math.min(due, missing) : due);
  }

  private long intervalNanos(boolean isBusy, long nowNanos) {
    Ping oldest = outstanding.peekFirst();
    boolean isMissing = oldest != null && nowNanos - oldest.sentNanos() >= missingNanos();
    if (alive && isMissing) {
      return DOUBT_NANOS;
    }
    boolean isNew = !alive && outstanding.size() < FIRST_PINGS;
    return isBusy || isNew ? BUSY_NANOS : IDLE_NANOS;
  }

  private long missingNanos() {
    return Math.max(MISSING_NANOS, USUAL_TIMES * rttNanos);
  }
}
