package net.groupvpn.overlay.join;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What peers have last named as their siblings, also indexed by distance: a seed hears of every
 * node from every node, and must not scan all of that for each message.
 */
final class Heard {
  private final Map<NodeId, List<NodeId>> byPeer = new TreeMap<>();

  /** How many peers name each node. */
  private final NavigableMap<NodeId, Integer> named;

  Heard(NodeId self) {
    named = new TreeMap<>(self.byDistance());
  }

  /** Replaces what {@code peer} named before by what it names now. */
  List<NodeId> put(NodeId peer, List<NodeId> nodes) {
    List<NodeId> before = byPeer.put(peer, nodes);
    if (before == null) {
      nodes.forEach(this::count);
      return List.of();
    }
    if (!before.equals(nodes)) {
      nodes.forEach(this::count);
      before.forEach(this::discount);
    }
    return before;
  }

  /**
   * The only namer of {@code node}; null if several name it, or nobody does.
   *
   * @param unitOf maps a peer to the unit that it counts for
   */
  @Nullable String onlyNamerOf(NodeId node, Function<NodeId, String> unitOf) {
    String only = null;
    int left = named.getOrDefault(node, 0);
    for (Map.Entry<NodeId, List<NodeId>> peer : byPeer.entrySet()) {
      if (left == 0) {
        break;
      }
      if (peer.getValue().contains(node)) {
        left--;
        String unit = unitOf.apply(peer.getKey());
        if (only != null && !only.equals(unit)) {
          return null;
        }
        only = unit;
      }
    }
    return only;
  }

  void remove(NodeId peer) {
    List<NodeId> before = byPeer.remove(peer);
    if (before != null) {
      before.forEach(this::discount);
    }
  }

  private void count(NodeId node) {
    named.merge(node, 1, Integer::sum);
  }

  private void discount(NodeId node) {
    named.computeIfPresent(node, (same, count) -> count == 1 ? null : count - 1);
  }

  boolean isFrom(NodeId peer) {
    return byPeer.containsKey(peer);
  }

  /** All nodes named now, without duplicates. */
  Set<NodeId> closestFirst() {
    return named.keySet();
  }

  /** The peer closest to {@code node} among those that name it. */
  @Nullable NodeId closestWhoNamed(NodeId node) {
    return byPeer.entrySet().stream()
        .filter(entry -> entry.getValue().contains(node))
        .map(Map.Entry::getKey)
        .min(node.byDistance())
        .orElse(null);
  }
}
