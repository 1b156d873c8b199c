package net.groupvpn.overlay.session;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.security.PeerIdentity;

/** A session's peer and the path to it, for users of an overlay. */
public interface SessionView {
  /** What {@link #rttNanos} returns before the first measurement. */
  long UNKNOWN_RTT = -1;

  /** The peer's node ID. */
  NodeId peer();

  /** The peer's identity. */
  PeerIdentity identity();

  /** The path that this end sends on. */
  Path path();

  /** Smoothed round-trip time of the current path in nanoseconds, or {@link #UNKNOWN_RTT}. */
  long rttNanos();

  /** Longest plaintext of a DATA record that the current path is known to carry, bytes. */
  int mtuBytes();

  /** Boot time at which it was established, nanoseconds. */
  long establishedNanos();
}
