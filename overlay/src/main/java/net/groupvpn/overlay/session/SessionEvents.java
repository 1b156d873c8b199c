package net.groupvpn.overlay.session;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** What the session layer tells the layer above; called on the engine thread. */
public interface SessionEvents {
  /** Why a session was closed whose peer stayed silent. */
  String NO_ANSWER = "no answer";

  /** A session can be used from now on. */
  void onEstablished(Session session);

  /**
   * A control message came that is not the session layer's own.
   *
   * @param from the path it came on
   */
  void onMessage(Session session, Path from, byte[] message);

  /** The session sends on another path from now on. */
  void onPathChanged(Session session, Path previous);

  /** Nothing has been heard by the session's path for a while: another one is wanted. */
  default void onPathFailing(Session session) {}

  /** The session is over: closed by either end, dead, revoked or expired. */
  void onClosed(Session session, String reason);

  /** A handshake that this end began came to nothing. */
  void onHandshakeFailed(Path path, @Nullable NodeId expected, String reason);
}
