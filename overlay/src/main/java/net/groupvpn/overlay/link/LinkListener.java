package net.groupvpn.overlay.link;

import net.groupvpn.overlay.id.NodeId;

/** Hears about changes of links; engine thread. */
public interface LinkListener {
  /** A session that is not a link, or not yet, is usable. */
  default void onSession(Link session) {}

  /** A session may carry ROUTED frames from now on. */
  default void onLinkUp(Link link) {}

  /** A session is over, or no longer has a direct path. */
  default void onLinkDown(Link link) {}

  /** A session that is not a link is permanent now. */
  default void onDistant(Link session) {}

  /** The siblings have changed; reasons are up to date. */
  default void onSiblingsChanged() {}

  /** {@code by} answered a request for a link with the node closest to {@code key}. */
  default void onClosestAnswered(NodeId key, NodeId by) {}

  /** A request for a link with {@code target} failed. */
  default void onConnectFailed(NodeId target) {}
}
