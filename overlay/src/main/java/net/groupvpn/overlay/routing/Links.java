package net.groupvpn.overlay.routing;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.ClosestNodes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressPrefix;
import org.jspecify.annotations.Nullable;

/** What routing needs to know of this node's links. Engine thread only. */
public interface Links {
  /** Peers with a link, ordered by node ID. */
  Collection<NodeId> links();

  /** Whether there is a link with {@code node}. */
  boolean isLinked(NodeId node);

  /** Whether a linked peer has said that it has joined, and may thus answer for a key. */
  boolean hasJoined(NodeId link);

  /** The member whose node a peer is, as its certificate says; null without a session. */
  default @Nullable String memberOf(NodeId peer) {
    return null;
  }

  /** Whether a linked peer has left more than one ping unanswered. */
  default boolean isSilent(NodeId link) {
    return false;
  }

  /**
   * Whether a linked peer is silent, has yet to answer a {@link #doubt}, or was not heard since
   * this node's addresses have changed: others are better to forward to.
   */
  default boolean isDoubtful(NodeId link) {
    return isSilent(link);
  }

  /** What a linked peer sent came by way of others: it may have lost the link in a restart. */
  default void doubt(NodeId link) {}

  /**
   * Whether the public overlay carries a link, for want of anything better. Frames of other
   * sessions must not go by it: these have ways of their own over the public overlay, and one that
   * carried another, or itself, would be no way at all.
   */
  default boolean isLastResort(NodeId link) {
    return false;
  }

  /** The network from which the link's peer talks; null if there is no link, or none is seen. */
  default @Nullable AddressPrefix networkOf(NodeId link) {
    return null;
  }

  /** Sends a control message over a link; best effort. */
  void send(NodeId link, byte[] message);

  /** Whether this node has joined. */
  boolean isJoined();

  /**
   * Whether there are nodes that this one should be linked with and cannot be, so that greedy
   * routing may fail where there is a way.
   */
  default boolean isRestricted() {
    return false;
  }

  /**
   * Nodes that this one has no link with, but a session hop by hop that has come to stay; they
   * count among the closest to a key.
   */
  default Collection<NodeId> distant() {
    return List.of();
  }

  /** The link through which this node wants its answers, or null if greedy routing finds it. */
  @Nullable NodeId proxy();

  /** Has {@code listener} called whenever the set of siblings has changed. */
  void onSiblingsChanged(Runnable listener);

  /** Has {@code listener} told of each peer that is gone, or was begun anew. */
  void onPeerLost(Consumer<NodeId> listener);

  /** This node and those with which it has a link or a distant session, the closest to a key. */
  default List<NodeId> closestJoined(NodeId self, NodeId key, int count) {
    int all = 1 + links().size() + distant().size();
    ClosestNodes closest = new ClosestNodes(key, Math.min(count, all));
    closest.add(self);
    for (Collection<NodeId> nodes : List.of(links(), distant())) {
      for (NodeId node : nodes) {
        if (closest.hasPlaceFor(node) && hasJoined(node)) {
          closest.add(node);
        }
      }
    }
    return closest.toList();
  }
}
