package net.groupvpn.overlay.node;

import java.util.Arrays;
import java.util.function.Function;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;

/** Describes a frame in a few words, where cryptography is a model and hides nothing. */
final class FrameText {
  private static final int TAG_BYTES = 16;
  private static final int BUDGET_BYTES = 2;
  private static final int PATH_MODE = 3;
  private static final int PADDED = 0x80;

  private final Function<NodeId, String> names;

  /** {@code names} maps IDs to names. */
  FrameText(Function<NodeId, String> names) {
    this.names = names;
  }

  /**
   * Such as {@code ROUTED n1 to n4: CONNECT}. The first piece of a fragmented message tells what it
   * is; the others say nothing.
   */
  String of(byte[] frame) {
    FrameType type = FrameHeader.type(frame);
    if (type != FrameType.SEALED) {
      return type.name();
    }
    if (FrameHeader.isData(frame, 0, frame.length)) {
      return "DATA";
    }
    int length = frame.length - FrameHeader.SEALED_HEADER_BYTES - TAG_BYTES;
    try {
      return message(new WireReader(frame, FrameHeader.SEALED_HEADER_BYTES, length));
    } catch (WireException e) {
      throw new AssertionError("a node sends what it could not read", e);
    }
  }

  private String message(WireReader in) throws WireException {
    byte[] bytes = in.rest();
    MessageType type = MessageType.of(bytes);
    if (type == null) {
      return "UNKNOWN";
    }
    WireReader body = new WireReader(bytes, 1, bytes.length - 1);
    if (type == MessageType.FRAGMENT) {
      return fragment(body);
    }
    return type.name()
        + switch (type) {
          case ROUTED -> routed(body);
          case RELAY -> " to " + name(body) + ": " + of(body.rest());
          case RELAYED -> " from " + name(body) + ": " + of(body.rest());
          case CLOSE -> ": " + find(CloseReason.values(), body.u8());
          case SIBLINGS -> siblings(body);
          default -> "";
        };
  }

  private String fragment(WireReader in) throws WireException {
    in.i32();
    int index = in.u8();
    int count = in.u8();
    return index == 0 ? "%s (%d pieces)".formatted(message(in), count) : "";
  }

  private String name(WireReader in) throws WireException {
    return names.apply(in.nodeId());
  }

  private String siblings(WireReader in) throws WireException {
    String wanted = in.flag() ? " and asks" : "";
    int count = in.u8();
    return " (%d)%s".formatted(count, wanted);
  }

  private String routed(WireReader in) throws WireException {
    in.fixed(Long.BYTES + BUDGET_BYTES);
    int mode = in.u8();
    PayloadKind kind = find(PayloadKind.values(), in.u8());
    String source = end(in);
    String destination = end(in);
    if (mode == PATH_MODE) {
      for (int hops = in.u8(); hops > 0; hops--) {
        in.nodeId();
      }
    }
    return " %s to %s: %s".formatted(source, destination, payload(kind, in));
  }

  private static <E extends WireCode> E find(E[] values, int code) {
    return Arrays.stream(values).filter(value -> value.code() == code).findFirst().orElseThrow();
  }

  private String end(WireReader in) throws WireException {
    String node = name(in);
    return in.flag() ? node + " by " + name(in) : node;
  }

  private String payload(PayloadKind kind, WireReader in) throws WireException {
    if (kind == PayloadKind.FRAME) {
      return of(in.rest());
    }
    if (kind != PayloadKind.DHT_REQUEST) {
      return kind.name();
    }
    in.i64();
    return DhtOp.of(in.u8() & ~PADDED).name();
  }
}
