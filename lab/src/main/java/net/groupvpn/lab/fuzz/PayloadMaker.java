package net.groupvpn.lab.fuzz;

import java.util.Arrays;
import java.util.List;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireWriter;

/** Makes the content of ROUTED and RELAY messages. */
final class PayloadMaker {
  /** Payloads of ROUTED frames; their numbers on the wire are those of the enum. */
  static final List<PayloadKind> KINDS = List.of(PayloadKind.values());

  private static final int ROUTED_HEADER_BYTES = 1 + 8 + 4 + 2 * (NodeId.BYTES + 1);

  private final Dice dice;
  private final Tap tap;
  private final FrameMaker frames;

  PayloadMaker(Dice dice, Tap tap, FrameMaker frames) {
    this.dice = dice;
    this.tap = tap;
    this.frames = frames;
  }

  /** A HANDSHAKE, RETRY or SEALED frame. */
  byte[] frame() {
    return frames.make();
  }

  byte[] make(int kind) {
    WireWriter out = new WireWriter();
    if (kind >= KINDS.size() || dice.oneIn(6)) {
      return dice.bytes(7_001);
    }
    switch (KINDS.get(kind)) {
      case FRAME, PRIVATE_FRAME -> out.fixed(frames.make());
      case CONNECT -> {
        out.i64(dice.i64()).u8(dice.upTo(5));
        offer(out);
      }
      case CONNECT_ANSWER -> connectAnswer(out);
      case DHT_REQUEST -> request(out);
      case DHT_RESPONSE -> out.i64(dice.i64()).fixed(dice.flag() ? realPayload() : findAnswer());
      case TRACE -> out.i64(dice.i64()).fixed(dice.bytes(1_400));
      case TRACE_ANSWER -> traceAnswer(out);
    }
    return out.toBytes();
  }

  private void connectAnswer(WireWriter out) {
    boolean refuses = dice.flag();
    out.i64(dice.i64()).flag(refuses);
    if (refuses) {
      out.u8(1).nodeId(dice.id());
    } else {
      offer(out);
    }
  }

  private void request(WireWriter out) {
    DhtOp op = dice.oneOf(List.of(DhtOp.values()));
    byte[] body = body(op);
    boolean isPadded = dice.oneIn(3);
    out.i64(dice.i64()).u8(op.code() | (isPadded ? 0x80 : 0));
    if (isPadded) {
      out.u16(dice.oneIn(16) ? dice.u16() : body.length);
    }
    out.fixed(body).fixed(new byte[isPadded ? dice.upTo(6_000) : 0]);
  }

  private byte[] body(DhtOp op) {
    WireWriter out = new WireWriter();
    switch (op) {
      case FIND, FIND_PROVED, PUBLISHERS -> out.nodeId(dice.id());
      case FETCH -> out.nodeId(dice.id()).flag(true).nodeId(dice.id());
      case LEASE_STATE -> out.nodeId(dice.id()).flag(dice.flag()).flag(false).flag(false);
      default -> out.fixed(realPayload());
    }
    return out.toBytes();
  }

  private byte[] findAnswer() {
    WireWriter out = new WireWriter();
    int count = dice.upTo(9);
    out.u8(count);
    for (int i = 0; i < count; i++) {
      out.nodeId(dice.id());
    }
    return out.toBytes();
  }

  /** The content of a real ROUTED frame, without its kind. */
  private byte[] realPayload() {
    byte[] sample = tap.sample(MessageType.ROUTED);
    int from = ROUTED_HEADER_BYTES + Long.BYTES + dice.upTo(1);
    return sample.length > from ? Arrays.copyOfRange(sample, from, sample.length) : dice.bytes(90);
  }

  private void traceAnswer(WireWriter out) {
    int count = dice.upTo(31);
    out.i64(dice.i64()).flag(dice.flag()).u16(dice.u16()).u8(count);
    for (int i = 0; i < count; i++) {
      out.nodeId(dice.id()).text("direct").i32(dice.i32());
    }
  }

  void offer(WireWriter out) {
    endpoints(out);
    out.u8(dice.upTo(4));
  }

  void endpoints(WireWriter out) {
    int count = dice.upTo(9);
    out.u8(count);
    for (int i = 0; i < count; i++) {
      dice.endpoint().write(out);
    }
  }

  /** A node's first bits, followed by zeros. */
  NodeId prefix(int bits) {
    byte[] bytes = dice.id().toBytes();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      bytes[i] &= (byte) (0xff00 >> kept);
    }
    return NodeId.of(bytes);
  }
}
