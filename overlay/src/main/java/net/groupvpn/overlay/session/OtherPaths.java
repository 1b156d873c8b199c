package net.groupvpn.overlay.session;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** Paths that a session does not send on, but may soon: where the peer has gone, and what works. */
final class OtherPaths {
  /** How long after it was proved a path may take the place of one that is silent. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private @Nullable Path peerMovedTo;
  private @Nullable Path proved;
  private long provedNanos;

  /** The peer asks to be followed. */
  void onPeerMoved(Path to) {
    peerMovedTo = to;
  }

  boolean isWherePeerWent(Path path) {
    return path.equals(peerMovedTo);
  }

  /** As good as the present path, and works. */
  void onProved(Path path, long nowNanos) {
    proved = path;
    provedNanos = nowNanos;
  }

  /** What works as well, if that was seen lately. */
  @Nullable Path fresh(long nowNanos) {
    return nowNanos - provedNanos <= FRESH_NANOS ? proved : null;
  }

  /** The session has moved. */
  void clear() {
    peerMovedTo = null;
    proved = null;
  }
}
