package net.groupvpn.overlay.routing;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressPrefix;
import net.groupvpn.overlay.path.Path.OverlayPath;
import org.jspecify.annotations.Nullable;

/**
 * Sends hop by hop through the overlay; best effort, nothing is retried; what is too long is
 * dropped and counted. Sources are not authenticated: what matters inside a payload must prove
 * itself. Engine thread only.
 */
public interface Messenger {
  /** Longest payload of a ROUTED frame, bytes. */
  int MAX_PAYLOAD_BYTES = 7_000;

  /** This node's ID. */
  NodeId self();

  /** Whether this node's sibling list is closed under exchange. */
  boolean isJoined();

  /**
   * EXACT: to that node or nobody; {@code destination.proxy()} helps to reach one not yet joined.
   */
  void sendExact(OverlayPath destination, PayloadKind kind, byte[] payload);

  /** CLOSEST: to the node closest to {@code key} that there is, maybe this one. */
  void sendClosest(NodeId key, PayloadKind kind, byte[] payload);

  /** Sets who handles a kind of payload; once per kind. */
  default void handle(PayloadKind kind, Handler handler) {
    handleCarried(
        kind, (source, target, carrier, payload) -> handler.onRouted(source, target, payload));
  }

  /** As {@link #handle}, for those who limit what one peer brings. */
  void handleCarried(PayloadKind kind, CarriedHandler handler);

  /**
   * The {@code count} nodes closest to {@code key} among this node and its links, closest first.
   */
  List<NodeId> closestKnown(NodeId key, int count);

  /**
   * Whether there is a session with {@code node}: then it exists, and what is sent to it goes to
   * nobody else.
   */
  boolean isAcquainted(NodeId node);

  /**
   * The network from which a linked {@code peer} talks to this node; null if there is no such link,
   * or it is not direct.
   */
  default @Nullable AddressPrefix networkOf(NodeId peer) {
    return null;
  }

  /**
   * The member whose node {@code peer} is, as its certificate says; null if this node has no
   * session with it, empty in the public overlay.
   */
  @Nullable String memberOf(NodeId peer);

  /** Has {@code listener} called whenever the set of this node's siblings has changed. */
  void onSiblingsChanged(Runnable listener);

  /**
   * Has {@code listener} told of each peer that may have lost what it knew: it does not answer, has
   * left, or was started anew. Not of one whose link was merely not needed any more.
   */
  void onPeerLost(Consumer<NodeId> listener);

  /** Receives payloads. */
  interface Handler {
    /**
     * A payload arrived.
     *
     * @param source who claims to have sent it, ready to be answered with {@link #sendExact}
     * @param target the node ID or key that it was sent to
     */
    void onRouted(OverlayPath source, NodeId target, byte[] payload);
  }

  /** Receives payloads, and learns who brought them. */
  interface CarriedHandler {
    /**
     * As {@link Handler#onRouted}.
     *
     * @param carrier the peer in whose session it came, which is proved; this node itself for what
     *     it has sent to itself
     */
    void onRouted(OverlayPath source, NodeId target, NodeId carrier, byte[] payload);
  }
}
