package net.groupvpn.overlay.session;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * Paths that a session does not send on, but may soon: where the peer may have moved, and what
 * works.
 */
final class OtherPaths {
  /** How long after its proof a path may replace a silent one. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Most places where the peer may have moved; the oldest claim gives way. */
  static final int MAX_CLAIMS = 16;

  private final Set<Path> peerMovedTo = new LinkedHashSet<>();
  private @Nullable Path proved;
  private long provedNanos;

  /** The peer asks to be followed. */
  void onPeerMoved(Path to) {
    if (peerMovedTo.size() >= MAX_CLAIMS) {
      peerMovedTo.remove(peerMovedTo.iterator().next());
    }
    peerMovedTo.add(to);
  }

  boolean isWherePeerWent(Path path) {
    return peerMovedTo.contains(path);
  }

  /** A path as good as the present one, and working. */
  void onProved(Path path, long nowNanos) {
    proved = path;
    provedNanos = nowNanos;
  }

  /** A path that works as well, if that was seen lately. */
  @Nullable Path fresh(long nowNanos) {
    return nowNanos - provedNanos <= FRESH_NANOS ? proved : null;
  }

  /** The session has moved. */
  void clear() {
    peerMovedTo.clear();
    proved = null;
  }
}
