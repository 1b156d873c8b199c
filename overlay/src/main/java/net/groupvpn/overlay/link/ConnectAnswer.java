package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT_ANSWER.
 *
 * @param token the token of the CONNECT
 * @param offer where the answering node may be reached; null if it refuses
 * @param others nodes to ask instead, if it refuses
 */
record ConnectAnswer(long token, @Nullable Offer offer, List<NodeId> others) {
  /** Nodes named in a refusal. */
  static final int MAX_OTHERS = 4;

  static ConnectAnswer accept(long token, Offer offer) {
    return new ConnectAnswer(token, offer, List.of());
  }

  static ConnectAnswer refuse(long token, List<NodeId> others) {
    return new ConnectAnswer(token, null, others);
  }

  boolean refused() {
    return offer == null;
  }

  byte[] toPayload() {
    WireWriter out = new WireWriter().i64(token).flag(refused());
    if (offer == null) {
      out.u8(others.size());
      others.forEach(out::nodeId);
    } else {
      offer.write(out);
    }
    return out.toBytes();
  }

  static ConnectAnswer parse(byte[] payload) throws WireException {
    WireReader in = new WireReader(payload);
    long token = in.i64();
    ConnectAnswer answer =
        in.flag() ? refuse(token, readOthers(in)) : accept(token, Offer.read(in));
    in.end();
    return answer;
  }

  private static List<NodeId> readOthers(WireReader in) throws WireException {
    int count = in.count(MAX_OTHERS);
    List<NodeId> others = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      others.add(in.nodeId());
    }
    return others;
  }
}
