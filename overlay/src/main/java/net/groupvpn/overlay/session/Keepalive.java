package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.time.TimerName;

/**
 * Pings a silent peer, measures the round-trip time, and finds out when a path is dead: after
 * {@link #MAX_UNANSWERED} pings without an answer, that is 25 s after the last sign of life, 13 s
 * after the first message that nothing came back for, or 5 s after somebody had reason to ask.
 */
final class Keepalive {
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** So short it may become where paths do not survive silence. */
  static final long LEAST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final double SHORTER = 2 / 3.0;

  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long sent messages may go without any sign of life before a ping asks for one. */
  static final long UNANSWERED_TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Between pings to a peer of which others say, or make likely, that it is dead. */
  static final long CHECK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A peer that was heard so lately is not checked. */
  static final long CHECK_AGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  static final int MAX_UNANSWERED = 5;

  /** As many as that if the peer is heard all the same: then loss, too, may be the reason. */
  static final int MAX_UNANSWERED_THOUGH_HEARD = 10;

  /**
   * Pauses before further round trips on a new session or path: the first one of a program that has
   * just started takes many times longer than those that follow.
   */
  private static final long[] FURTHER_SAMPLES_NANOS = {
    TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(4)
  };

  /** Sends a ping, and is told the result. */
  interface Owner {
    void sendPing(long token, int unanswered);

    void onRtt(long rttNanos);

    void onDead();
  }

  private final SessionContext context;
  private final Owner owner;
  private long silenceNanos = SILENCE_NANOS;
  private long heardNanos;
  private int unanswered;
  private boolean waitingForTraffic;
  private boolean suspected;
  private boolean checking;
  private int samples;
  private long token;
  private long pingedNanos;
  private long firstUnansweredNanos;

  Keepalive(SessionContext context, Owner owner) {
    this.context = context;
    this.owner = owner;
    this.heardNanos = context.nowNanos();
  }

  /** Asks at once, on a new session or path. */
  void restart() {
    heardNanos = context.nowNanos();
    unanswered = 0;
    samples = 0;
    suspected = false;
    checking = false;
    waitingForTraffic = false;
    ping();
  }

  /** A record was opened. */
  void onHeard() {
    heardNanos = context.nowNanos();
    waitingForTraffic = false;
  }

  /** A message was sent that may deserve an answer. */
  void onSent() {
    if (!waitingForTraffic && unanswered == 0) {
      waitingForTraffic = true;
      arm(UNANSWERED_TRAFFIC_NANOS);
    }
  }

  /** There is reason to doubt that this end's records arrive. */
  void suspect() {
    if (!suspected) {
      suspected = true;
      ping();
    }
  }

  /** The peer may be dead: finds out soon, unless it was heard lately. */
  void check() {
    if (!checking && context.nowNanos() - heardNanos > CHECK_AGE_NANOS) {
      checking = true;
      suspect();
    }
  }

  void onPong(long echoed) {
    if (echoed != token || unanswered == 0) {
      context.count("dropped.pong.late");
      return;
    }
    unanswered = 0;
    suspected = false;
    checking = false;
    token = 0;
    arm(samples < FURTHER_SAMPLES_NANOS.length ? FURTHER_SAMPLES_NANOS[samples] : silenceNanos);
    owner.onRtt(context.nowNanos() - pingedNanos);
  }

  /** Whether pings are out that were not answered in time. */
  boolean isDoubtful() {
    return unanswered > 1;
  }

  private void onTimer() {
    long silence = context.nowNanos() - heardNanos;
    boolean sampling = samples < FURTHER_SAMPLES_NANOS.length;
    if (unanswered == 0 && !waitingForTraffic && !sampling && silence < silenceNanos) {
      arm(silenceNanos - silence);
      return;
    }
    suspected |= waitingForTraffic;
    samples += unanswered == 0 ? 1 : 0;
    if (unanswered >= limit()) {
      adapt();
      owner.onDead();
    } else {
      ping();
    }
  }

  /**
   * A path that died while nobody spoke may have been forgotten by a NAT: speak sooner next time.
   * It never becomes longer again in a session: finding out whether it may would cost the path.
   */
  private void adapt() {
    if (firstUnansweredNanos - heardNanos >= silenceNanos) {
      silenceNanos = Math.max(LEAST_SILENCE_NANOS, (long) (silenceNanos * SHORTER));
      context.count("keepalive.shortened");
    }
  }

  private int limit() {
    return heardNanos > firstUnansweredNanos ? MAX_UNANSWERED_THOUGH_HEARD : MAX_UNANSWERED;
  }

  private void ping() {
    token = context.engine().random().nextLong();
    pingedNanos = context.nowNanos();
    firstUnansweredNanos = unanswered == 0 ? pingedNanos : firstUnansweredNanos;
    int before = unanswered++;
    arm(checking ? CHECK_RETRY_NANOS : RETRY_NANOS);
    owner.sendPing(token, before);
  }

  private void arm(long delayNanos) {
    context.engine().setTimer(TimerName.SESSION_KEEPALIVE, this, delayNanos, now -> onTimer());
  }

  void stop() {
    context.engine().cancelTimer(TimerName.SESSION_KEEPALIVE, this);
  }
}
