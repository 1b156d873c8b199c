package net.groupvpn.overlay.link;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;

/** Nodes by ID; read very often, changed seldom. */
final class NodeSet {
  private List<NodeId> sorted = List.of();
  private Set<NodeId> members = Set.of();

  boolean contains(NodeId node) {
    return members.contains(node);
  }

  /** Ordered by ID; an unmodifiable view. */
  List<NodeId> sorted() {
    return sorted;
  }

  /** Replaces all nodes; {@code nodes} must be ordered by ID. */
  void set(List<NodeId> nodes) {
    if (!nodes.equals(sorted)) {
      sorted = List.copyOf(nodes);
      members = new HashSet<>(sorted);
    }
  }
}
