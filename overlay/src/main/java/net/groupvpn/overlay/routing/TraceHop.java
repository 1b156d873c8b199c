package net.groupvpn.overlay.routing;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * One node on a traced way.
 *
 * @param node the answering node, as it claims
 * @param rttNanos round trip from the tracing node over the overlay
 * @param joined whether it has joined
 * @param linkCount how many links it has
 * @param links some of them, ordered by node ID
 */
public record TraceHop(
    NodeId node, long rttNanos, boolean joined, int linkCount, List<NeighbourLink> links) {

  /** Most links that one answer names. */
  static final int MAX_LINKS = 30;

  private static final int MAX_PATH_BYTES = 12;
  private static final long NANOS_PER_MICRO = 1_000;

  public TraceHop {
    links = List.copyOf(links);
  }

  /**
   * A link of a hop.
   *
   * @param path its kind: {@code direct}, {@code stream} or {@code relay}
   * @param rttNanos smoothed round-trip time, negative if not measured
   */
  public record NeighbourLink(NodeId peer, String path, long rttNanos) {}

  void write(WireWriter out) {
    out.flag(joined).u16(linkCount);
    List<NeighbourLink> named = links.subList(0, Math.min(MAX_LINKS, links.size()));
    out.u8(named.size());
    for (NeighbourLink link : named) {
      long micros = Math.min(Integer.MAX_VALUE, link.rttNanos / NANOS_PER_MICRO);
      out.nodeId(link.peer).text(link.path).i32(link.rttNanos < 0 ? -1 : (int) micros);
    }
  }

  /** Reads the rest of what {@link #write} wrote. */
  static TraceHop read(NodeId node, long rttNanos, WireReader in) throws WireException {
    boolean joined = in.flag();
    int linkCount = in.u16();
    int count = in.count(MAX_LINKS);
    List<NeighbourLink> links = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      NodeId peer = in.nodeId();
      String path = in.word(MAX_PATH_BYTES);
      int micros = in.i32();
      links.add(new NeighbourLink(peer, path, micros < 0 ? -1 : micros * NANOS_PER_MICRO));
    }
    in.end();
    return new TraceHop(node, rttNanos, joined, linkCount, links);
  }
}
