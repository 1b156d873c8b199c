package net.groupvpn.overlay.routing;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.NetworkPlace;
import net.groupvpn.overlay.path.Path.OverlayPath;
import org.jspecify.annotations.Nullable;

/**
 * Sends hop by hop through the overlay. Best effort: nothing is retried; what is too long is
 * dropped and counted. Sources are not authenticated: the content of a payload must prove itself.
 * Engine thread only.
 */
public interface Messenger {
  /** Longest payload of a ROUTED frame, bytes. */
  int MAX_PAYLOAD_BYTES = 7_000;

  /** This node's ID. */
  NodeId self();

  /** Whether this node's sibling list is closed under exchange. */
  boolean isJoined();

  /**
   * EXACT: to that node or to none; {@code destination.proxy()} helps to reach a node that has not
   * joined.
   */
  void sendExact(OverlayPath destination, PayloadKind kind, byte[] payload);

  /** CLOSEST: to the existing node closest to {@code key}, which may be this node. */
  void sendClosest(NodeId key, PayloadKind kind, byte[] payload);

  /** Sets the handler of a kind of payload; once per kind. */
  default void handle(PayloadKind kind, Handler handler) {
    handleCarried(
        kind, (source, target, carrier, payload) -> handler.onRouted(source, target, payload));
  }

  /** As {@link #handle}, for handlers that limit what one peer brings. */
  void handleCarried(PayloadKind kind, CarriedHandler handler);

  /**
   * The {@code count} nodes closest to {@code key} among this node and its links, closest first.
   */
  List<NodeId> closestKnown(NodeId key, int count);

  /**
   * Whether there is a session with {@code node}: then it exists, and only it receives what is sent
   * to it.
   */
  boolean isAcquainted(NodeId node);

  /** The network of a linked {@code peer}; null if there is no such link, or it is not direct. */
  default @Nullable NetworkPlace networkOf(NodeId peer) {
    return null;
  }

  /**
   * The member that owns {@code peer}, by its certificate; null if this node has no session with
   * it, empty in the public overlay.
   */
  @Nullable String memberOf(NodeId peer);

  /** Calls {@code listener} whenever the set of this node's siblings has changed. */
  void onSiblingsChanged(Runnable listener);

  /**
   * Tells {@code listener} of each peer that may have lost its state: it does not answer, has left,
   * or was restarted. A link that was only no longer needed does not count.
   */
  void onPeerLost(Consumer<NodeId> listener);

  /** Receives payloads. */
  interface Handler {
    /**
     * A payload arrived.
     *
     * @param source the claimed sender, in the form that {@link #sendExact} needs for an answer
     * @param target the node ID or key that it was sent to
     */
    void onRouted(OverlayPath source, NodeId target, byte[] payload);
  }

  /** Receives payloads together with their carriers. */
  interface CarriedHandler {
    /**
     * As {@link Handler#onRouted}.
     *
     * @param carrier the peer whose session brought it, which is proved; this node itself for its
     *     own messages to itself
     */
    void onRouted(OverlayPath source, NodeId target, NodeId carrier, byte[] payload);
  }
}
