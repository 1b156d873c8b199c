package net.groupvpn.overlay.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long the keys of one handshake last.
 *
 * @param rehandshakeNanos age at which the client starts the next handshake; up to a tenth less, so
 *     that a node's sessions do not all do so at once
 * @param expireNanos age at which the keys are no longer used, whatever happens
 */
public record SessionTimes(long rehandshakeNanos, long expireNanos) {
  private static final long MIN_REHANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MIN_GRACE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int GRACE_FRACTION = 4;
  private static final int SERVER_FRACTION = 3;
  private static final int RETRY_FRACTION = 15;

  /** A handshake every hour; without one the session ends after 75 minutes. */
  public static final SessionTimes STANDARD = ofRehandshake(Duration.ofHours(1));

  public SessionTimes {
    if (rehandshakeNanos < MIN_REHANDSHAKE_NANOS || expireNanos <= rehandshakeNanos) {
      throw new IllegalArgumentException(
          "keys that are replaced after " + rehandshakeNanos + " and end after " + expireNanos);
    }
  }

  /** Keys expire a quarter later than that, and at least a minute later. */
  public static SessionTimes ofRehandshake(Duration interval) {
    long nanos = interval.toNanos();
    return new SessionTimes(nanos, nanos + Math.max(nanos / GRACE_FRACTION, MIN_GRACE_NANOS));
  }

  /** Age at which the server starts a handshake, because the client has not. */
  long serverNanos() {
    return rehandshakeNanos + (expireNanos - rehandshakeNanos) / SERVER_FRACTION;
  }

  /** Pause between tries. */
  long retryNanos() {
    return (expireNanos - rehandshakeNanos) / RETRY_FRACTION;
  }
}
