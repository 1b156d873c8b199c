package net.groupvpn.overlay.survey;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * One node's own view.
 *
 * @param joined whether it has joined
 * @param siblings the nodes that it considers closest to itself, closest first
 */
public record SiblingView(NodeId node, boolean joined, List<NodeId> siblings) {
  public SiblingView {
    siblings = List.copyOf(siblings);
  }

  void write(WireWriter out) {
    out.nodeId(node).flag(joined).u8(siblings.size());
    siblings.forEach(out::nodeId);
  }

  static SiblingView read(WireReader in) throws WireException {
    NodeId node = in.nodeId();
    boolean joined = in.flag();
    int count = in.count(SiblingList.SIBLINGS);
    List<NodeId> siblings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      siblings.add(in.nodeId());
    }
    return new SiblingView(node, joined, siblings);
  }
}
