package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;

/**
 * Peers whose session died. For a while others' claims that they exist are ignored, because peers
 * that have not noticed yet go on naming them. Bounded; the oldest are forgotten first.
 */
final class Departed {
  static final int MAX_PEERS = 256;
  static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Map<NodeId, Long> until =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
          return size() > MAX_PEERS;
        }
      };

  void onDead(NodeId peer, long nowNanos) {
    until.remove(peer);
    until.put(peer, nowNanos + KEEP_NANOS);
  }

  /** A peer is there. If it was thought dead, others thought dead may be there as well. */
  void onReached(NodeId peer, long nowNanos) {
    if (contains(peer, nowNanos)) {
      until.clear();
    }
  }

  boolean contains(NodeId peer, long nowNanos) {
    Long end = until.get(peer);
    return end != null && nowNanos < end;
  }
}
