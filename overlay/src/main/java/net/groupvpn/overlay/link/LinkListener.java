package net.groupvpn.overlay.link;

import net.groupvpn.overlay.id.NodeId;

/** Told what becomes of links; engine thread. */
public interface LinkListener {
  /** A session that is no link, or not yet, can be used. */
  default void onSession(Link session) {}

  /** A session may carry ROUTED frames from now on. */
  default void onLinkUp(Link link) {}

  /** A session is over, or has no direct path any more. */
  default void onLinkDown(Link link) {}

  /** A session has come to stay that is no link. */
  default void onDistant(Link session) {}

  /** The siblings have changed; reasons are up to date. */
  default void onSiblingsChanged() {}

  /** {@code by} answered a request for a link with whoever is closest to {@code key}. */
  default void onClosestAnswered(NodeId key, NodeId by) {}

  /** A request for a link with {@code target} came to nothing. */
  default void onConnectFailed(NodeId target) {}
}
