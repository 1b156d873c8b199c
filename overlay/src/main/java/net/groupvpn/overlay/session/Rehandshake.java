package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Starts a full handshake when a session's keys become old. The client of the last handshake
 * starts; the server does so only when the client has not, so both seldom start at once. A failed
 * try is repeated until the keys expire.
 */
final class Rehandshake {
  private static final int JITTER_FRACTION = 10;
  private static final long SHARES = 1L << Short.SIZE;

  /** Shortest pause between tries, so that the one before is over. */
  private static final long MIN_RETRY_NANOS =
      HandshakeExchange.GIVE_UP_NANOS + TimeUnit.SECONDS.toNanos(1);

  private final SessionContext context;
  private final Runnable begin;
  private @Nullable Keying timed;

  /** {@code begin} starts a handshake on the session's path, unless one runs. */
  Rehandshake(SessionContext context, Runnable begin) {
    this.context = context;
    this.begin = begin;
  }

  /** Tells which keys are used from now on. */
  void onActive(Keying active) {
    if (active == timed) {
      return;
    }
    timed = active;
    SessionTimes times = context.owner().times();
    boolean isClient = active.client().equals(context.security().nodeId());
    // The index is random, and as good as a further random number.
    long share = Integer.toUnsignedLong(active.localIndex());
    long jitter = (times.rehandshakeNanos() / JITTER_FRACTION / SHARES) * (share / SHARES);
    long age = isClient ? times.rehandshakeNanos() - jitter : times.serverNanos();
    arm(Math.max(0, active.establishedNanos() + age - context.nowNanos()));
  }

  private void arm(long delayNanos) {
    context.engine().setTimer(TimerName.REHANDSHAKE, this, delayNanos, now -> onTimer());
  }

  private void onTimer() {
    arm(Math.max(MIN_RETRY_NANOS, context.owner().times().retryNanos()));
    begin.run();
  }

  void stop() {
    context.engine().cancelTimer(TimerName.REHANDSHAKE, this);
  }
}
