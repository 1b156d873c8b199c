package net.groupvpn.overlay.routing;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.ClosestNodes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.NetworkPlace;
import org.jspecify.annotations.Nullable;

/** What routing needs to know of this node's links. Engine thread only. */
public interface Links {
  /** Peers with a link, ordered by node ID. */
  Collection<NodeId> links();

  /** Whether there is a link with {@code node}. */
  boolean isLinked(NodeId node);

  /** Whether a linked peer has said that it has joined, and so may answer for a key. */
  boolean hasJoined(NodeId link);

  /** The member that owns a peer, by its certificate; null without a session. */
  default @Nullable String memberOf(NodeId peer) {
    return null;
  }

  /** Whether a linked peer has left more than one ping unanswered. */
  default boolean isSilent(NodeId link) {
    return false;
  }

  /**
   * Whether a linked peer is silent, has yet to answer a {@link #doubt}, or was not heard since
   * this node's addresses changed: other peers are better next hops.
   */
  default boolean isDoubtful(NodeId link) {
    return isSilent(link);
  }

  /** A linked peer's frame arrived by way of others: it may have lost the link in a restart. */
  default void doubt(NodeId link) {}

  /**
   * Whether the public overlay carries a link, for want of anything better. Frames of other
   * sessions must not use it: those have ways of their own over the public overlay, and a link that
   * carried another such link, or itself, would lead nowhere.
   */
  default boolean isLastResort(NodeId link) {
    return false;
  }

  /** The network of the link's peer; null if there is no link, or its network is not seen. */
  default @Nullable NetworkPlace networkOf(NodeId link) {
    return null;
  }

  /** Sends a control message over a link; best effort. */
  void send(NodeId link, byte[] message);

  /** Whether this node has joined. */
  boolean isJoined();

  /**
   * Whether this node cannot link with some nodes that it should link with, so that greedy routing
   * may fail although there is a way.
   */
  default boolean isRestricted() {
    return false;
  }

  /**
   * Nodes with a permanent hop-by-hop session but no link; they count among the closest to a key.
   */
  default Collection<NodeId> distant() {
    return List.of();
  }

  /** The link through which answers should reach this node, or null if greedy routing finds it. */
  @Nullable NodeId proxy();

  /** Calls {@code listener} whenever the set of siblings has changed. */
  void onSiblingsChanged(Runnable listener);

  /** Tells {@code listener} of each peer that is gone, or has started again. */
  void onPeerLost(Consumer<NodeId> listener);

  /** This node and those with a link or a distant session that are closest to a key. */
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
