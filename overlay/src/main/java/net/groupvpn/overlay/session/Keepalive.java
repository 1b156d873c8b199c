package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.time.TimerName;

/**
 * Pings a silent peer, measures the round-trip time, and finds out when a path is dead: after
 * {@link #MAX_UNANSWERED} unanswered pings. That is 25 s after the last sign of life, 13 s after
 * the first unanswered message, or 5 s after there was a reason to ask. After a change of this
 * machine's addresses it is 17 s: the new address may take a while.
 */
final class Keepalive {
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Shortest interval, where paths do not survive silence. */
  static final long LEAST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final double SHORTER = 2 / 3.0;

  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long sent messages may go without any sign of life before a ping. */
  static final long UNANSWERED_TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Pause between pings to a peer that others report, or suggest, to be dead. */
  static final long CHECK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Pause between the first pings when one end has probably moved; or two round trips. */
  static final long URGENT_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int URGENT_PINGS = 2;

  /** How long a peer that has answered a doubt is not doubted again. */
  static final long DOUBT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long a peer that was heard is not checked. */
  static final long CHECK_AGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  static final int MAX_UNANSWERED = 5;

  /** This many pings, including the one just sent, make a path suspicious enough to leave it. */
  static final int FAILING_PINGS = 3;

  /** The same if the peer is still heard: then loss may also be the reason. */
  static final int MAX_UNANSWERED_THOUGH_HEARD = 10;

  /**
   * Pauses before further round trips on a new session or path: the first round trip of a program
   * that has just started takes many times longer than later ones.
   */
  private static final long[] FURTHER_SAMPLES_NANOS = {
    TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(4)
  };

  /** Sends a ping, and hears the result. */
  interface Owner {
    void sendPing(long token, int unanswered);

    void onRtt(long rttNanos);

    /** A second ping is sent, because the first was not answered. */
    void onDoubtful();

    /** The path has become {@link #isFailing}. */
    void onFailing();

    void onDead();
  }

  private final SessionContext context;
  private final Owner owner;
  private final OutstandingPings pings = new OutstandingPings();
  private long silenceNanos = SILENCE_NANOS;
  private long heardNanos;
  private int unanswered;
  private boolean waitingForTraffic;
  private boolean suspected;
  private boolean checking;
  private boolean urgent;
  private boolean moving;
  private boolean doubted;
  private long doubtedNanos = Long.MIN_VALUE / 2;
  private long lastRttNanos;
  private int samples;
  private long firstUnansweredNanos;
  private boolean stopped;

  Keepalive(SessionContext context, Owner owner) {
    this.context = context;
    this.owner = owner;
    this.heardNanos = context.nowNanos();
  }

  /** Asks at once, on a new session or path. */
  void restart() {
    heardNanos = context.nowNanos();
    unanswered = 0;
    pings.clear();
    samples = 0;
    calmDown();
    waitingForTraffic = false;
    ping();
  }

  private void calmDown() {
    suspected = false;
    checking = false;
    urgent = false;
    moving = false;
    doubted = false;
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

  /** There is a reason to doubt that this end's records arrive. */
  void suspect() {
    if (!suspected) {
      suspected = true;
      ping();
    }
  }

  /** One end has probably moved: finds out within a second whether the peer is still reached. */
  void suspectMove() {
    if (!suspected) {
      urgent = true;
      suspect();
    }
  }

  /** This end's addresses have changed. */
  void onNetworkChanged() {
    unanswered = 0;
    suspected = true;
    urgent = true;
    moving = true;
    ping();
  }

  /** Whether nothing was heard since this end's addresses changed. */
  boolean isMoving() {
    return moving;
  }

  /** The peer may be dead: finds out soon, unless it was heard lately. */
  void check() {
    if (!checking && context.nowNanos() - heardNanos > CHECK_AGE_NANOS) {
      checking = true;
      suspect();
    }
  }

  /** The peer seems to have lost the session: asks it, at a limited rate. */
  void doubt() {
    long now = context.nowNanos();
    if (!doubted && now - doubtedNanos > DOUBT_PAUSE_NANOS) {
      doubted = true;
      doubtedNanos = now;
      checking = true;
      suspect();
    }
  }

  /** Whether the peer has not yet answered a doubt. */
  boolean isDoubted() {
    return doubted;
  }

  void onPong(long echoed) {
    long rttNanos = pings.ageNanos(echoed, context.nowNanos());
    if (rttNanos < 0) {
      context.count(OverlayCounter.DROPPED_PONG_LATE);
      return;
    }
    unanswered = 0;
    pings.clear();
    calmDown();
    lastRttNanos = rttNanos;
    arm(samples < FURTHER_SAMPLES_NANOS.length ? FURTHER_SAMPLES_NANOS[samples] : silenceNanos);
    owner.onRtt(lastRttNanos);
  }

  /** Whether pings are overdue. */
  boolean isDoubtful() {
    return unanswered > 1;
  }

  /** Whether the path is more likely dead than lossy. */
  boolean isFailing() {
    return unanswered >= (moving ? 2 : FAILING_PINGS);
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
   * A path that died during silence may have been forgotten by a NAT: speaks sooner next time. The
   * interval never grows again in a session, because trying that would cost the path.
   */
  private void adapt() {
    if (firstUnansweredNanos - heardNanos >= silenceNanos) {
      silenceNanos = Math.max(LEAST_SILENCE_NANOS, (long) (silenceNanos * SHORTER));
      context.count(OverlayCounter.KEEPALIVE_SHORTENED);
    }
  }

  private int limit() {
    return moving || heardNanos > firstUnansweredNanos
        ? MAX_UNANSWERED_THOUGH_HEARD
        : MAX_UNANSWERED;
  }

  private void ping() {
    if (stopped) {
      return;
    }
    long token = context.engine().random().nextLong();
    long now = context.nowNanos();
    pings.add(token, now);
    firstUnansweredNanos = unanswered == 0 ? now : firstUnansweredNanos;
    int before = unanswered++;
    arm(retryNanos());
    owner.sendPing(token, before);
    if (unanswered == 2) {
      owner.onDoubtful();
    }
    if (unanswered == (moving ? 2 : FAILING_PINGS)) {
      owner.onFailing();
    }
  }

  private long retryNanos() {
    if (checking) {
      return CHECK_RETRY_NANOS;
    }
    boolean soon = urgent && unanswered <= URGENT_PINGS;
    return soon
        ? Math.min(RETRY_NANOS, Math.max(URGENT_RETRY_NANOS, 2 * lastRttNanos))
        : RETRY_NANOS;
  }

  private void arm(long delayNanos) {
    context.engine().setTimer(TimerName.SESSION_KEEPALIVE, this, delayNanos, now -> onTimer());
  }

  /** Stops asking. */
  void stop() {
    stopped = true;
    context.engine().cancelTimer(TimerName.SESSION_KEEPALIVE, this);
  }
}
