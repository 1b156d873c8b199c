package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path;

/**
 * Notices that another machine holds this node's key: a copy of a disk image or of a state
 * directory. The proof is a handshake signed by the key that this process did not have with itself.
 * (It has one with itself if a router, or a member, reflects its packets.)
 */
final class CloneAlarm {
  /** How often the alarm is repeated while the copy exists. */
  static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(10);

  /**
   * Handshakes per minute that a node begins while a copy exists: each of the two loses its
   * sessions to the other and wants them back.
   */
  static final int MAX_PER_MINUTE = 12;

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SessionContext context;
  private long lastNanos = Long.MIN_VALUE / 2;
  private long seenNanos = Long.MIN_VALUE / 2;
  private long minuteNanos = Long.MIN_VALUE / 2;
  private int begun;

  CloneAlarm(SessionContext context) {
    this.context = context;
  }

  /** The other end of a handshake, which is not this node itself, has this node's own key. */
  void onOwnKey(Path path) {
    context.count(OverlayCounter.HANDSHAKE_CLONED);
    long now = context.engine().now().bootNanos();
    seenNanos = now;
    if (now - lastNanos < REPEAT_NANOS) {
      return;
    }
    lastNanos = now;
    context
        .engine()
        .emit(
            new Output.Notify(
                "clone",
                "another machine uses this one's key, at %s: each takes traffic from the other;"
                        .formatted(path)
                    + " give one of them an empty state directory and a group file of its own"));
  }

  /** Whether this node may begin a handshake: always, unless a copy was seen lately. */
  boolean mayBegin() {
    long now = context.engine().now().bootNanos();
    if (now - seenNanos >= REPEAT_NANOS) {
      return true;
    }
    if (now - minuteNanos >= MINUTE_NANOS) {
      minuteNanos = now;
      begun = 0;
    }
    if (++begun > MAX_PER_MINUTE) {
      context.count(OverlayCounter.HANDSHAKE_HELD_CLONED);
      return false;
    }
    return true;
  }
}
