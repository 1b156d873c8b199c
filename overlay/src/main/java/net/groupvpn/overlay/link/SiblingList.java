package net.groupvpn.overlay.link;

import java.util.Collection;
import java.util.List;
import net.groupvpn.overlay.id.ClosestNodes;
import net.groupvpn.overlay.id.NodeId;

/** Which nodes are closest to a node. */
public final class SiblingList {
  /** Siblings of a node: k in Kademlia's terms. */
  public static final int SIBLINGS = 8;

  private SiblingList() {}

  /** The {@link #SIBLINGS} of {@code nodes} that are closest to {@code center}, closest first. */
  public static List<NodeId> of(NodeId center, Collection<NodeId> nodes) {
    return closest(center, nodes, SIBLINGS);
  }

  /** The {@code count} of {@code nodes} that are closest to {@code center}, without itself. */
  public static List<NodeId> closest(NodeId center, Collection<NodeId> nodes, int count) {
    ClosestNodes closest = new ClosestNodes(center, count);
    for (NodeId node : nodes) {
      if (!node.equals(center)) {
        closest.add(node);
      }
    }
    return closest.toList();
  }
}
