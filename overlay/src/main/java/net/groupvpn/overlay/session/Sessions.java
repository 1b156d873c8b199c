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
   * @param expected who must answer, or null for whoever lives at a bootstrap endpoint
   */
  void open(Path path, @Nullable NodeId expected);

  /** Whether a handshake with this node has begun and not ended. */
  boolean isOpening(NodeId peer);

  /** The session with this node, or null. */
  @Nullable Session find(NodeId peer);

  /** All established sessions, ordered by node ID. */
  List<Session> all();

  /**
   * This machine's addresses or routes have changed, or it has slept: tells every peer that is
   * reached directly, from where it is now, and finds out who no longer answers.
   */
  void onNetworkChanged();

  /** Closes every session whose peer is no longer trusted. Called when a CRL has changed. */
  void recheckTrust();
}
