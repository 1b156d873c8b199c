package net.groupvpn.overlay.session;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** What the session layer tells the layer above; called on the engine thread. */
public interface SessionEvents {
  /** A session is usable from now on. */
  void onEstablished(Session session);

  /**
   * A control message came that is not the session layer's own.
   *
   * @param from the path that it arrived on
   */
  void onMessage(Session session, Path from, MessageType type, byte[] message);

  /** The session sends on another path from now on. */
  void onPathChanged(Session session, Path previous);

  /** Nothing has been heard on the session's path for a while: another one is wanted. */
  default void onPathFailing(Session session) {}

  /** The session is over: closed by either end, dead, revoked or expired. */
  void onClosed(Session session, SessionEnd end);

  /**
   * The peer knows nothing of what was said in this session before, most likely because of a
   * restart. The session goes on with the keys that the peer has; everything else starts again.
   */
  void onBegunAnew(Session session);

  /** A handshake that this end began has failed. */
  void onHandshakeFailed(Path path, @Nullable NodeId expected, String reason);
}
