package net.groupvpn.overlay.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * LINK_SET: the nodes through which the sender can be reached. Its session proves the sender; what
 * it says of others is only a claim, and is checked before use.
 *
 * @param wantsReply whether the sender asks for the receiver's
 * @param legs at most {@link #MAX_LEGS}
 */
record LinkSet(boolean wantsReply, List<Leg> legs) {
  static final int MAX_LEGS = 24;

  private static final long MAX_U32 = 0xffff_ffffL;
  private static final int MAX_U16 = 0xffff;

  /**
   * One of the sender's legs.
   *
   * @param rttNanos its round-trip time, or {@link Session#UNKNOWN_RTT}
   * @param ageNanos how long it has existed
   * @param mtuBytes longest plaintext of a DATA record on it
   * @param loadPercent relaying load that the node at the other end reports
   */
  record Leg(NodeId node, long rttNanos, long ageNanos, int mtuBytes, int loadPercent) {}

  LinkSet {
    legs = List.copyOf(legs);
  }

  byte[] toMessage() {
    WireWriter out = new WireWriter().code(MessageType.LINK_SET).flag(wantsReply).u8(legs.size());
    for (Leg leg : legs) {
      long micros = leg.rttNanos < 0 ? MAX_U32 : TimeUnit.NANOSECONDS.toMicros(leg.rttNanos);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(leg.ageNanos);
      out.nodeId(leg.node)
          .i32((int) Math.min(MAX_U32, micros))
          .i32((int) Math.min(MAX_U32, seconds))
          .u16(Math.min(MAX_U16, leg.mtuBytes))
          .u8(leg.loadPercent);
    }
    return out.toBytes();
  }

  static LinkSet parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    boolean wantsReply = in.flag();
    int count = in.count(MAX_LEGS);
    List<Leg> legs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      legs.add(readLeg(in));
    }
    in.end();
    return new LinkSet(wantsReply, legs);
  }

  private static Leg readLeg(WireReader in) throws WireException {
    NodeId node = in.nodeId();
    long micros = in.i32() & MAX_U32;
    long seconds = in.i32() & MAX_U32;
    long rtt = micros == MAX_U32 ? Session.UNKNOWN_RTT : TimeUnit.MICROSECONDS.toNanos(micros);
    return new Leg(node, rtt, TimeUnit.SECONDS.toNanos(seconds), in.u16(), in.u8());
  }
}
