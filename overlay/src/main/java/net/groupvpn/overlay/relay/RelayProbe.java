package net.groupvpn.overlay.relay;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.RttEstimator;
import net.groupvpn.overlay.session.Session;

/** The results of one session's checks through one relay. Knows no clock. */
final class RelayProbe {
  /** Unanswered checks in a row before a relay counts as dead. */
  static final int DEAD_AFTER = 2;

  static final long MIN_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  static final long MAX_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int TIMEOUT_RTTS = 3;

  /** Number of recent checks that the loss is computed from. */
  private static final int HISTORY = 32;

  /** With fewer checks the loss is unknown; a single loss does not count either. */
  private static final int ENOUGH = 10;

  private final NodeId relay;
  private final RttEstimator rtt = new RttEstimator();
  private int lost;
  private int counted;
  private int misses;
  private boolean waiting;
  private boolean dead;
  private long token;
  private long sentNanos;

  RelayProbe(NodeId relay) {
    this.relay = relay;
  }

  NodeId relay() {
    return relay;
  }

  void onSent(long newToken, long nowNanos) {
    token = newToken;
    sentNanos = nowNanos;
    waiting = true;
  }

  /** False if it answers nothing that was asked. */
  boolean onAnswer(long answered, long nowNanos) {
    if (!waiting || answered != token) {
      return false;
    }
    waiting = false;
    dead = false;
    misses = 0;
    note(0);
    rtt.sample(nowNanos - sentNanos);
    return true;
  }

  /** The time for an answer is over. */
  void onMissed() {
    waiting = false;
    misses++;
    if (rtt.nanos() != Session.UNKNOWN_RTT) {
      note(1);
    }
    dead |= misses >= DEAD_AFTER;
  }

  /** It cannot be used, whatever checks have shown. */
  void onRefused() {
    waiting = false;
    dead = true;
  }

  boolean isWaiting() {
    return waiting;
  }

  boolean isDead() {
    return dead;
  }

  /** Whether the last check was answered. */
  boolean isUsable() {
    return !dead && misses == 0 && rtt.nanos() != Session.UNKNOWN_RTT;
  }

  private void note(int isLost) {
    lost = lost << 1 | isLost;
    counted = Math.min(HISTORY, counted + 1);
  }

  /** Share of the latest checks that were lost. */
  double loss() {
    int losses = Math.max(0, Integer.bitCount(lost) - 1);
    return counted < ENOUGH ? 0 : (double) losses / counted;
  }

  long rttNanos() {
    return rtt.nanos();
  }

  long timeoutNanos() {
    return rtt.nanos() == Session.UNKNOWN_RTT
        ? MAX_TIMEOUT_NANOS
        : Math.max(MIN_TIMEOUT_NANOS, Math.min(MAX_TIMEOUT_NANOS, TIMEOUT_RTTS * rtt.nanos()));
  }
}
