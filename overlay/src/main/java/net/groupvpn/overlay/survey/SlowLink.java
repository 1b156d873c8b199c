package net.groupvpn.overlay.survey;

import java.util.Comparator;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * A link and its round-trip time.
 *
 * @param node the node that reported it
 * @param path its kind: {@code direct}, {@code stream} or {@code relay}
 * @param rttNanos smoothed, in whole microseconds
 */
public record SlowLink(NodeId node, NodeId peer, String path, long rttNanos) {
  static final Comparator<SlowLink> SLOWEST_FIRST =
      Comparator.comparingLong(SlowLink::rttNanos)
          .reversed()
          .thenComparing(SlowLink::node)
          .thenComparing(SlowLink::peer);

  private static final int MAX_PATH_BYTES = 12;
  private static final long NANOS_PER_MICRO = 1_000;

  /** Whether both are the same link, reported by its two ends. */
  boolean joinsTheSameAs(SlowLink other) {
    return (node.equals(other.node) && peer.equals(other.peer))
        || (node.equals(other.peer) && peer.equals(other.node));
  }

  void write(WireWriter out) {
    long micros = Math.min(Integer.MAX_VALUE, rttNanos / NANOS_PER_MICRO);
    out.nodeId(node).nodeId(peer).text(path).i32((int) micros);
  }

  static SlowLink read(WireReader in) throws WireException {
    NodeId node = in.nodeId();
    NodeId peer = in.nodeId();
    String path = in.word(MAX_PATH_BYTES);
    int micros = in.i32();
    if (micros < 0) {
      throw new WireException("a negative round-trip time");
    }
    return new SlowLink(node, peer, path, micros * NANOS_PER_MICRO);
  }
}
