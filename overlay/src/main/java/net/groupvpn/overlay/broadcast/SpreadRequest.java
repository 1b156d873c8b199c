package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * SPREAD: cover this region. Repeated until the answer says that it is done.
 *
 * @param token the sender's random number for this region
 * @param depth hops from the origin to the receiver
 * @param detours how often the request was given to a node that is no nearer
 * @param budgetMillis after this time the answer is useless
 */
record SpreadRequest(
    long token, Broadcast broadcast, Region region, int depth, int detours, int budgetMillis) {
  /** Most hops from the origin; a tree of random IDs is far less deep. */
  static final int MAX_DEPTH = 64;

  /** Longest time for an answer, milliseconds. */
  static final int MAX_BUDGET_MILLIS = 60_000;

  /** Most detours on the way from the origin. */
  static final int MAX_DETOURS = 1;

  byte[] toMessage() {
    WireWriter out =
        new WireWriter()
            .code(MessageType.SPREAD)
            .i64(token)
            .nodeId(broadcast.origin())
            .i64(broadcast.id())
            .u8(broadcast.topic())
            .variable(broadcast.question());
    region.write(out);
    return out.u8(depth).u8(detours).i32(budgetMillis).toBytes();
  }

  static SpreadRequest parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    long token = in.i64();
    NodeId origin = in.nodeId();
    long id = in.i64();
    int topic = in.u8();
    byte[] question = in.variable(Topic.MAX_QUESTION_BYTES);
    Region region = Region.read(in);
    int depth = in.u8();
    int detours = in.u8();
    int budgetMillis = in.i32();
    in.end();
    if (depth < 1 || depth > MAX_DEPTH || detours > MAX_DETOURS) {
      throw new WireException("a broadcast went too far");
    }
    if (budgetMillis < 1 || budgetMillis > MAX_BUDGET_MILLIS) {
      throw new WireException("a budget out of range");
    }
    return new SpreadRequest(
        token, new Broadcast(origin, id, topic, question), region, depth, detours, budgetMillis);
  }
}
