package net.groupvpn.overlay.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The nodes between two ends, in order: the wire format, and each hop's predecessor and successor.
 */
final class HopList {
  /** Most nodes between the two ends. */
  static final int MAX_HOPS = 16;

  private HopList() {}

  static void write(WireWriter out, List<NodeId> hops) {
    out.u8(hops.size());
    hops.forEach(out::nodeId);
  }

  /** Reads a list without duplicates. */
  static List<NodeId> read(WireReader in) throws WireException {
    int count = in.count(MAX_HOPS);
    List<NodeId> hops = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hops.add(in.nodeId());
    }
    if (new HashSet<>(hops).size() != count) {
      throw new WireException("a node stands twice in a list of hops");
    }
    return hops;
  }

  /** The predecessor of hop {@code index}; the destination has the index of the list's size. */
  static NodeId before(NodeId source, List<NodeId> hops, int index) {
    return index == 0 ? source : hops.get(index - 1);
  }

  /** The successor of hop {@code index}; -1 stands for the source. */
  static NodeId after(List<NodeId> hops, NodeId destination, int index) {
    return index + 1 < hops.size() ? hops.get(index + 1) : destination;
  }

  static List<NodeId> reversed(List<NodeId> hops) {
    List<NodeId> reversed = new ArrayList<>(hops);
    Collections.reverse(reversed);
    return reversed;
  }

  static List<NodeId> plus(List<NodeId> hops, NodeId last) {
    List<NodeId> longer = new ArrayList<>(hops);
    longer.add(last);
    return longer;
  }
}
