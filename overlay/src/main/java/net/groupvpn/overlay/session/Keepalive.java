package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.time.TimerName;

/**
 * Pings a silent peer, measures the round-trip time, and finds out when a path is dead: after
 * {@link #MAX_UNANSWERED} pings without an answer, that is 40 s after the last sign of life, or 13
 * s after the first message that nothing came back for.
 */
final class Keepalive {
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long sent messages may go without any sign of life before a ping asks for one. */
  static final long UNANSWERED_TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(3);

  static final long QUICK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);
  static final int MAX_UNANSWERED = 5;

  /** As many as that if the peer is heard all the same: then loss, too, may be the reason. */
  static final int MAX_UNANSWERED_THOUGH_HEARD = 10;

  /** Sends a ping, and is told the result. */
  interface Owner {
    void sendPing(long token, int unanswered);

    void onRtt(long rttNanos);

    void onDead();
  }

  private final SessionContext context;
  private final Owner owner;
  private long heardNanos;
  private int unanswered;
  private boolean waitingForTraffic;
  private boolean quick;
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
    quick = false;
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
    if (!quick) {
      quick = true;
      ping();
    }
  }

  void onPong(long echoed) {
    if (echoed != token || unanswered == 0) {
      context.count("dropped.pong.late");
      return;
    }
    unanswered = 0;
    quick = false;
    token = 0;
    arm(SILENCE_NANOS);
    owner.onRtt(context.nowNanos() - pingedNanos);
  }

  /** Whether pings are out that were not answered in time. */
  boolean isDoubtful() {
    return unanswered > 1;
  }

  private void onTimer() {
    long silence = context.nowNanos() - heardNanos;
    if (unanswered == 0 && !waitingForTraffic && silence < SILENCE_NANOS) {
      arm(SILENCE_NANOS - silence);
      return;
    }
    quick |= waitingForTraffic;
    if (unanswered >= limit()) {
      owner.onDead();
    } else {
      ping();
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
    arm(quick ? QUICK_RETRY_NANOS : RETRY_NANOS);
    owner.sendPing(token, before);
  }

  private void arm(long delayNanos) {
    context.engine().setTimer(TimerName.SESSION_KEEPALIVE, this, delayNanos, now -> onTimer());
  }

  void stop() {
    context.engine().cancelTimer(TimerName.SESSION_KEEPALIVE, this);
  }
}
