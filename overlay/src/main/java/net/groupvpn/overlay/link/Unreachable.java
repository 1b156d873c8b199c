package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;

/** Peers that could not be linked with, and until when not to try again. Bounded, oldest out. */
final class Unreachable {
  static final int MAX_PEERS = 256;
  static final long FIRST_PAUSE_NANOS = 10_000_000_000L;
  static final long LONGEST_PAUSE_NANOS = 300_000_000_000L;
  private static final int MAX_DOUBLINGS = 5;

  private record Pause(long untilNanos, int failures) {}

  private final Map<NodeId, Pause> pauses =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Pause> eldest) {
          return size() > MAX_PEERS;
        }
      };

  void onFailed(NodeId peer, long nowNanos) {
    Pause last = pauses.remove(peer);
    int failures = last == null ? 0 : last.failures;
    long pause = FIRST_PAUSE_NANOS << Math.min(failures, MAX_DOUBLINGS);
    pauses.put(peer, new Pause(nowNanos + Math.min(pause, LONGEST_PAUSE_NANOS), failures + 1));
  }

  void onReached(NodeId peer) {
    pauses.remove(peer);
  }

  /** Whoever could not be reached may be now. */
  void clear() {
    pauses.clear();
  }

  boolean isPaused(NodeId peer, long nowNanos) {
    Pause pause = pauses.get(peer);
    return pause != null && nowNanos < pause.untilNanos;
  }
}
