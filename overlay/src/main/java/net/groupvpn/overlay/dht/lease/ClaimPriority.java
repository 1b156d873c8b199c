package net.groupvpn.overlay.dht.lease;

import net.groupvpn.overlay.id.NodeId;

/** Which of two nodes that claim one key comes first: the lower SHA-256(key || node ID). */
final class ClaimPriority {
  private ClaimPriority() {}

  static boolean isFirst(NodeId key, NodeId node, NodeId rival) {
    return rank(key, node).compareTo(rank(key, rival)) < 0;
  }

  private static NodeId rank(NodeId key, NodeId node) {
    return NodeId.hash(key.toBytes(), node.toBytes());
  }
}
