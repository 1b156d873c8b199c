package net.groupvpn.overlay.session;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** All sessions of one node in one realm. Engine thread only. */
public interface Sessions {
  /**
   * Starts a handshake on {@code path}, unless there is a session or one is under way.
   *
   * @param expected the node that must answer, or null for any node at a bootstrap endpoint
   */
  void open(Path path, @Nullable NodeId expected);

  /** Whether a handshake with this node is unfinished. */
  boolean isOpening(NodeId peer);

  /** The session with this node, or null. */
  @Nullable Session find(NodeId peer);

  /** Sends a message to this node; false if there is no session with it. Best effort. */
  default boolean send(NodeId peer, byte[] message) {
    Session session = find(peer);
    if (session != null) {
      session.send(message);
    }
    return session != null;
  }

  /** All established sessions, ordered by node ID. */
  List<Session> all();

  /**
   * This machine's addresses or routes have changed, or it has slept: tells every directly reached
   * peer from its present address, and finds out which peers no longer answer.
   */
  void onNetworkChanged();

  /** Closes every session whose peer is no longer trusted. Called when the CRL has changed. */
  void recheckTrust();
}
