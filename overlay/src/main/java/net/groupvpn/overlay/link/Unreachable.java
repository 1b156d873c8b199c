package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;

/**
 * Peers that could not be linked with, and when to try again. The pauses grow, except for peers
 * that were reached directly until lately, because the obstacle may soon be gone. Bounded; the
 * oldest are forgotten first.
 */
final class Unreachable {
  static final int MAX_PEERS = 256;
  static final long FIRST_PAUSE_NANOS = 10_000_000_000L;
  static final long LONGEST_PAUSE_NANOS = 300_000_000_000L;
  private static final int MAX_DOUBLINGS = 5;

  /** How long a peer counts as recently reached. */
  static final long LATELY_NANOS = 180_000_000_000L;

  /** Most peers that do: each costs about fifty datagrams every ten seconds. */
  static final int MAX_LOST = 16;

  /** Pause for these; a search, the pause and the wait for the next sweep add up to ten seconds. */
  static final long PAUSE_AFTER_LOSS_NANOS = 2_000_000_000L;

  private record Pause(long untilNanos, int failures) {}

  private final Map<NodeId, Pause> pauses =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Pause> eldest) {
          return size() > MAX_PEERS;
        }
      };

  /** By peer, when its direct path was lost. */
  private final Map<NodeId, Long> lostNanos =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
          return size() > MAX_LOST;
        }
      };

  /** The session with a peer no longer goes directly. */
  void onPathLost(NodeId peer, long nowNanos) {
    lostNanos.remove(peer);
    lostNanos.put(peer, nowNanos);
  }

  /** No direct path was found to a peer with a session. */
  void onNoPath(NodeId peer, long nowNanos) {
    Long lost = lostNanos.get(peer);
    if (lost == null || nowNanos - lost >= LATELY_NANOS) {
      lostNanos.remove(peer);
      onFailed(peer, nowNanos);
    } else {
      pauses.put(peer, new Pause(nowNanos + PAUSE_AFTER_LOSS_NANOS, 0));
    }
  }

  void onFailed(NodeId peer, long nowNanos) {
    Pause last = pauses.remove(peer);
    int failures = last == null ? 0 : last.failures;
    long pause = FIRST_PAUSE_NANOS << Math.min(failures, MAX_DOUBLINGS);
    pauses.put(peer, new Pause(nowNanos + Math.min(pause, LONGEST_PAUSE_NANOS), failures + 1));
  }

  void onReached(NodeId peer) {
    pauses.remove(peer);
    lostNanos.remove(peer);
  }

  /** Peers that could not be reached may be reachable now. */
  void clear() {
    pauses.clear();
  }

  boolean isPaused(NodeId peer, long nowNanos) {
    Pause pause = pauses.get(peer);
    return pause != null && nowNanos < pause.untilNanos;
  }
}
