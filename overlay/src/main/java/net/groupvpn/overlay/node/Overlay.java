package net.groupvpn.overlay.node;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.SessionView;
import org.jspecify.annotations.Nullable;

/**
 * One realm's overlay as the services above it (addresses, names, discovery) see it. Engine thread
 * only.
 */
public interface Overlay {
  /** This node's ID. */
  NodeId self();

  /** Whether this node has joined. */
  boolean isJoined();

  /** The hash table. */
  Dht dht();

  /**
   * Asks for a session with {@code peer} because there is traffic for it. Repeat it every second
   * while there is.
   */
  void connect(NodeId peer);

  /** The session with {@code peer}, or null. */
  @Nullable SessionView session(NodeId peer);

  /** Sends to the same channel on the other end; false if there is no session. Best effort. */
  boolean sendToPeer(NodeId peer, int channel, byte[] payload);

  /** Sets the receiver of a channel's messages; once per channel, 0 to 255. */
  void handleChannel(int channel, ChannelHandler handler);

  /** Adds a listener for sessions. */
  void addListener(Listener listener);

  /** Receives a channel's messages. */
  interface ChannelHandler {
    void onPeerMessage(SessionView from, byte[] payload);
  }

  /** Hears about joining and sessions. */
  interface Listener {
    /** This node has just joined, for the first time or again. */
    default void onJoined() {}

    default void onSessionUp(SessionView session) {}

    default void onSessionDown(SessionView session) {}
  }
}
