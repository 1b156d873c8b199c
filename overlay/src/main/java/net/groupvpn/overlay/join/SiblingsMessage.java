package net.groupvpn.overlay.join;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * SIBLINGS: linked peers that the receiver may want: those closest to the sender and those closest
 * to the receiver.
 *
 * @param wantsReply whether the sender asks for the receiver's
 */
record SiblingsMessage(boolean wantsReply, List<NodeId> nodes) {
  static final int MAX_NODES = 2 * SiblingList.SIBLINGS;

  byte[] toMessage() {
    WireWriter out = new WireWriter().code(MessageType.SIBLINGS).flag(wantsReply).u8(nodes.size());
    nodes.forEach(out::nodeId);
    return out.toBytes();
  }

  static SiblingsMessage parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    boolean wantsReply = in.flag();
    int count = in.count(MAX_NODES);
    List<NodeId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(in.nodeId());
    }
    in.end();
    if (new HashSet<>(nodes).size() != count) {
      // Otherwise several peers would seem to name it.
      throw new WireException("a node stands twice in a list of siblings");
    }
    return new SiblingsMessage(wantsReply, nodes);
  }
}
