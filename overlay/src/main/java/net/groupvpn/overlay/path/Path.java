package net.groupvpn.overlay.path;

import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** A way for one datagram towards a node. Handshake, control and data use the same paths. */
public sealed interface Path {
  /** Calls the method of {@code carrier} for this kind of path. */
  void carry(byte[] frame, FrameSink carrier);

  /** The kind of this path, where nothing else about it matters. */
  PathKind kind();

  /** Whether a session on this path may serve as a link, that is, carry ROUTED frames. */
  default boolean isLinkCapable() {
    return kind().isLinkCapable();
  }

  /**
   * Whether there is no node in between. Only such a path may be a leg of a relay; a session on any
   * other path keeps looking for one.
   */
  default boolean isLeg() {
    return kind().isLeg();
  }

  /** Where its datagrams are sent, or null if another node passes them on. */
  default @Nullable Endpoint endpoint() {
    return null;
  }

  /** The node that its datagrams are for, or null if they go straight there. */
  default @Nullable NodeId node() {
    return null;
  }

  /**
   * The part that decides whether two paths are the same: the proxy is only a hint on how to reach
   * a node, and changes while that node joins.
   */
  default Path key() {
    return this;
  }

  /** Whether both lead the same way. */
  default boolean isSameAs(Path other) {
    return key().equals(other.key());
  }

  /** Straight to a UDP endpoint. */
  record DirectPath(Endpoint endpoint) implements Path {
    @Override
    public void carry(byte[] frame, FrameSink carrier) {
      carrier.onDirect(this, frame);
    }

    @Override
    public PathKind kind() {
      return PathKind.DIRECT;
    }

    @Override
    public String toString() {
      return "direct " + endpoint;
    }
  }

  /**
   * Over a TCP connection, where UDP is blocked.
   *
   * @param endpoint where the other end listens, or the source of its connection if it connected to
   *     this node
   */
  record StreamPath(Endpoint endpoint) implements Path {
    @Override
    public void carry(byte[] frame, FrameSink carrier) {
      carrier.onStream(this, frame);
    }

    @Override
    public PathKind kind() {
      return PathKind.STREAM;
    }

    @Override
    public String toString() {
      return "stream " + endpoint;
    }
  }

  /**
   * One hop over a common neighbour.
   *
   * @param relay the neighbour, to which this node and the other end have a leg each
   * @param node the destination of the datagram
   */
  record RelayPath(NodeId relay, NodeId node) implements Path {
    @Override
    public void carry(byte[] frame, FrameSink carrier) {
      carrier.onRelay(this, frame);
    }

    @Override
    public PathKind kind() {
      return PathKind.RELAY;
    }

    @Override
    public String toString() {
      return "relay " + relay;
    }
  }

  /**
   * Hop by hop over this realm's overlay.
   *
   * @param node the destination of the datagram
   * @param proxy the neighbour that leads to a node outside the structure so far
   */
  record OverlayPath(NodeId node, @Nullable NodeId proxy) implements Path {
    @Override
    public void carry(byte[] frame, FrameSink carrier) {
      carrier.onOverlay(this, frame);
    }

    @Override
    public Path key() {
      return new OverlayPath(node, null);
    }

    @Override
    public PathKind kind() {
      return PathKind.OVERLAY;
    }

    @Override
    public String toString() {
      return "overlay";
    }
  }

  /**
   * Hop by hop over the public overlay, for a private session without anything better yet.
   *
   * @param publicNode the member's ID in the public overlay
   */
  record PublicOverlayPath(NodeId publicNode) implements Path {
    @Override
    public void carry(byte[] frame, FrameSink carrier) {
      carrier.onPublicOverlay(this, frame);
    }

    @Override
    public PathKind kind() {
      return PathKind.PUBLIC_OVERLAY;
    }

    @Override
    public NodeId node() {
      return publicNode;
    }

    @Override
    public String toString() {
      return "public overlay";
    }
  }
}
