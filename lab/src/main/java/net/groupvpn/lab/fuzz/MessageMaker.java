package net.groupvpn.lab.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.document.DocumentKind;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Makes control messages by type: mutated real ones, random values in the right fields, or any
 * bytes after the type byte.
 */
final class MessageMaker {
  /** All types. */
  static final List<MessageType> TYPES = List.of(MessageType.values());

  private static final Set<Integer> DOCUMENTS =
      Set.of(DocumentKind.REVOCATIONS.channel(), DocumentKind.POLICY.channel());

  private static final int UNKNOWN_ONE_IN = 200;
  private static final int MAX_HOPS = 16;

  /** Lists with such numbers and lengths may exist. */
  private static final int MAX_LIST = 100;

  private static final int MAX_LIST_BYTES = 20_000;

  private final Dice dice;
  private final Tap tap;
  private final Mutator mutator;
  private final PayloadMaker payloads;
  private NodeId target = NodeId.of(new byte[NodeId.BYTES]);

  MessageMaker(Dice dice, Tap tap, Mutator mutator, PayloadMaker payloads) {
    this.dice = dice;
    this.tap = tap;
    this.mutator = mutator;
    this.payloads = payloads;
  }

  /** A message of that type for {@code receiver}, of at least 1 byte. */
  byte[] make(MessageType type, NodeId receiver) {
    target = receiver;
    if (dice.oneIn(UNKNOWN_ONE_IN)) {
      return anything(new WireWriter().u8(dice.u8()));
    }
    return switch (dice.below(8)) {
      case 0 -> anything(new WireWriter().code(type));
      case 1, 2 -> tap.sample(type);
      case 3, 4 -> mutator.change(tap.sample(type));
      case 5 -> mutator.change(wellFormed(type));
      default -> wellFormed(type);
    };
  }

  private byte[] anything(WireWriter begun) {
    return begun.fixed(dice.bytes(200)).toBytes();
  }

  private byte[] wellFormed(MessageType type) {
    WireWriter out = new WireWriter().code(type);
    switch (type) {
      case PING -> out.i64(dice.i64()).u8(dice.u8());
      case FRAGMENT ->
          out.i32(dice.below(4)).u8(dice.upTo(17)).u8(dice.upTo(17)).fixed(dice.bytes(1_143));
      case CLOSE -> out.u8(dice.upTo(0xff));
      case ROUTED -> routed(out);
      case NO_ROUTE -> out.i64(dice.i64()).flag(dice.flag());
      case ROUTE_REQUEST, ROUTE_ANSWER -> {
        out.i64(dice.i64()).nodeId(dice.id()).nodeId(dice.id()).u8(dice.upTo(MAX_HOPS + 1));
        ids(out, MAX_HOPS + 1);
      }
      case LINK_STATUS -> linkStatus(out);
      case SIBLINGS -> ids(out.flag(dice.flag()), 17);
      case STREAM_OFFER -> {
        payloads.endpoints(out);
        payloads.endpoints(out);
      }
      case CHANNEL -> channel(out);
      case RELAY, RELAYED -> out.nodeId(dice.id()).fixed(payloads.frame());
      case RELAY_REFUSED -> out.nodeId(dice.id());
      case RELAY_OFFER -> out.flag(dice.flag()).u8(dice.u8());
      case LINK_SET -> linkSet(out);
      case SPREAD -> spread(out);
      case SPREAD_ANSWER -> spreadAnswer(out);
      case READY -> out.fixed(new byte[0]);
      default -> out.i64(dice.i64());
    }
    return out.toBytes();
  }

  private void ids(WireWriter out, int most) {
    int count = dice.upTo(most);
    out.u8(count);
    for (int i = 0; i < count; i++) {
      out.nodeId(dice.id());
    }
  }

  private void routed(WireWriter out) {
    int mode = dice.upTo(4);
    int kind = dice.below(PayloadMaker.KINDS.size() + 1);
    out.i64(dice.i64()).u8(dice.flag() ? 32 : dice.upTo(33)).u8(dice.upTo(3)).u8(mode).u8(kind);
    for (int end = 0; end < 2; end++) {
      boolean hasProxy = dice.oneIn(4);
      boolean isReceiver = end == 1 && !dice.oneIn(3);
      out.nodeId(isReceiver ? target : dice.id()).flag(hasProxy);
      if (hasProxy) {
        out.nodeId(dice.id());
      }
    }
    if (mode >= 2) {
      ids(out, MAX_HOPS + 1);
    }
    out.fixed(payloads.make(kind));
  }

  private void linkStatus(WireWriter out) {
    out.i32(dice.i32()).i32(dice.i32()).i32(dice.i32()).flag(dice.flag()).flag(dice.flag());
    out.u8(dice.upTo(31));
    boolean observed = dice.flag();
    out.flag(observed);
    if (observed) {
      dice.endpoint().write(out);
    }
    boolean offers = dice.flag();
    out.flag(offers);
    if (offers) {
      payloads.offer(out);
    }
  }

  /** Channels have messages of many forms, which real ones cover; the rest is any bytes. */
  private void channel(WireWriter out) {
    int channel = dice.oneOf(FuzzWorld.CHANNELS);
    out.u8(channel);
    if (DOCUMENTS.contains(channel) && dice.flag()) {
      out.u8(dice.upTo(4)).i64(dice.flag() ? dice.below(MAX_LIST) : dice.i64());
      out.i32(dice.flag() ? dice.below(MAX_LIST_BYTES) : dice.i32());
      out.fixed(dice.flag() ? new byte[0] : dice.bytes(6_001));
    } else {
      out.fixed(channelPayload());
    }
  }

  private byte[] channelPayload() {
    byte[] sample = mutator.change(tap.sample(MessageType.CHANNEL));
    boolean isReal = sample.length > 2 && !dice.oneIn(4);
    return isReal ? Arrays.copyOfRange(sample, 2, sample.length) : dice.bytes(120);
  }

  private void linkSet(WireWriter out) {
    int count = dice.upTo(25);
    out.flag(dice.flag()).u8(count);
    for (int i = 0; i < count; i++) {
      out.nodeId(dice.id()).i32(dice.i32()).i32(dice.i32()).u16(dice.u16()).u8(dice.u8());
    }
  }

  private void spread(WireWriter out) {
    out.i64(dice.i64()).nodeId(dice.id()).i64(dice.i64()).u8(dice.upTo(3));
    out.variable(dice.oneIn(4) ? dice.bytes(257) : new byte[0]);
    int bits = dice.flag() ? 0 : dice.upTo(161);
    out.nodeId(payloads.prefix(bits)).u8(bits).u8(dice.upTo(65)).u8(dice.upTo(2));
    out.i32(dice.flag() ? 1 + dice.below(60_000) : dice.i32());
  }

  private void spreadAnswer(WireWriter out) {
    int state = dice.upTo(3);
    out.i64(dice.i64()).u8(state);
    if (state == 1) {
      out.i32(dice.i32()).i32(dice.i32()).u8(dice.u8()).variable(dice.bytes(4_001));
    }
  }
}
