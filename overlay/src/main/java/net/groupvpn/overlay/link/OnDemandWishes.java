package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;

/** Peers that traffic waits for, without a session yet. */
final class OnDemandWishes {
  private static final int MAX_WISHES = 256;

  private final Map<NodeId, Long> since = new LinkedHashMap<>();

  /** Adds a peer; false if there are too many already. */
  boolean add(NodeId peer, long nowNanos) {
    if (since.size() >= MAX_WISHES && !since.containsKey(peer)) {
      return false;
    }
    since.put(peer, nowNanos);
    return true;
  }

  /** The session is there: returns whether traffic waited for it. */
  boolean take(NodeId peer) {
    return since.remove(peer) != null;
  }

  void sweep(long nowNanos) {
    since.values().removeIf(then -> nowNanos - then > LinkManager.UNNEEDED_NANOS);
  }
}
