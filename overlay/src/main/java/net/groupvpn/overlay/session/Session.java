package net.groupvpn.overlay.session;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.security.PeerIdentity;

/** An authenticated, encrypted channel to one node, as the layers above see it. */
public interface Session {
  /** What {@link #rttNanos} answers before the first measurement. */
  long UNKNOWN_RTT = -1;

  /** The peer's node ID. */
  NodeId peer();

  /** The peer's identity. */
  PeerIdentity identity();

  /** The path that this end sends on. */
  Path path();

  /** Smoothed round-trip time of the current path, or {@link #UNKNOWN_RTT}. */
  long rttNanos();

  /** Longest plaintext of a DATA record that the current path is known to carry. */
  int mtuBytes();

  /** The peer seems to have lost the session: asks it at once. */
  default void doubt() {}

  /** Whether the peer has yet to answer a doubt. */
  default boolean isDoubted() {
    return false;
  }

  /** Whether the peer has left pings unanswered lately, and may be dead. */
  default boolean isDoubtful() {
    return false;
  }

  /** Whether nothing was heard of the peer since this end's addresses have changed. */
  default boolean isMoving() {
    return false;
  }

  /** Boot time at which it was established. */
  long establishedNanos();
}
