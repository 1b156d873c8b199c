package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The result of a broadcast in a region. Nobody can check what other nodes count.
 *
 * @param nodes how many nodes answered
 * @param unreached parts of the region that stayed silent although nodes should be there
 * @param depth the longest way, in hops, from the node that was given the region to another node
 * @param answer the topic's merged answer; empty if no node answered
 */
public record Totals(int nodes, int unreached, int depth, byte[] answer) {
  static final Totals NONE = new Totals(0, 0, 0, new byte[0]);
  private static final int MAX_COUNT = 1 << 24;

  /** Whether every part answered. */
  public boolean isComplete() {
    return unreached == 0;
  }

  Totals plusUnreached(int parts) {
    return new Totals(nodes, clamp(unreached + parts), depth, answer);
  }

  /** These totals and those of a child. */
  Totals plus(Totals child, Topic topic) throws WireException {
    byte[] merged = child.nodes > 0 ? topic.merge(answer, child.answer) : answer;
    int childDepth = child.nodes > 0 ? Math.min(SpreadRequest.MAX_DEPTH, child.depth + 1) : 0;
    return new Totals(
        clamp(nodes + child.nodes),
        clamp(unreached + child.unreached),
        Math.max(depth, childDepth),
        merged);
  }

  private static int clamp(int count) {
    return Math.min(MAX_COUNT, count);
  }

  void write(WireWriter out) {
    out.i32(nodes).i32(unreached).u8(depth).variable(answer);
  }

  static Totals read(WireReader in) throws WireException {
    int nodes = in.i32();
    int unreached = in.i32();
    int depth = in.u8();
    byte[] answer = in.variable(Topic.MAX_ANSWER_BYTES);
    boolean isInRange = nodes >= 0 && nodes <= MAX_COUNT && unreached >= 0;
    if (!isInRange || unreached > MAX_COUNT || depth > SpreadRequest.MAX_DEPTH) {
      throw new WireException("totals out of range");
    }
    if (nodes == 0 && answer.length > 0) {
      throw new WireException("an answer without nodes");
    }
    return new Totals(nodes, unreached, depth, answer);
  }
}
