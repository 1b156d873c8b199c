package net.groupvpn.overlay.link;

import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a link: from the first CONNECT until the link is up or the attempt has failed.
 */
final class Attempt {
  final long token;
  final NodeId target;
  final boolean closest;
  final LinkReason reason;

  /** The neighbour asked to pass it on: one that knows the peer, or null for any. */
  final @Nullable NodeId via;

  /** Refusals that led to this attempt. */
  final int redirects;

  /** Boot time at which it began, nanoseconds. */
  final long sinceNanos;

  /** Whether one member alone claims that the node exists. */
  boolean isHearsay;

  int tries;

  /** The node that answered; for an exact attempt, the target. */
  @Nullable NodeId peer;

  boolean answered;

  /** The answering node's ID in the public overlay, or null. */
  @Nullable NodeId publicNode;

  Attempt(
      long token,
      NodeId target,
      boolean closest,
      LinkReason reason,
      @Nullable NodeId via,
      int redirects,
      long sinceNanos) {
    this.token = token;
    this.target = target;
    this.closest = closest;
    this.reason = reason;
    this.via = via;
    this.redirects = redirects;
    this.sinceNanos = sinceNanos;
    this.peer = closest ? null : target;
  }

  boolean isFor(NodeId node) {
    return Objects.equals(node, peer);
  }
}
