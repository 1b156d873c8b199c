package net.groupvpn.overlay.session;

import java.util.Arrays;
import net.groupvpn.overlay.wire.WireWriter;

/** Writes the session layer's own control messages; {@link SessionInput} reads them. */
final class ControlMessages {
  private ControlMessages() {}

  /** {@code unanswered} tells the peer that its answers may be getting lost. */
  static byte[] ping(long token, int unanswered) {
    return new WireWriter().code(MessageType.PING).i64(token).u8(unanswered).toBytes();
  }

  static byte[] pong(long token) {
    return new WireWriter().code(MessageType.PONG).i64(token).toBytes();
  }

  /** A challenge or response. */
  static byte[] path(MessageType type, long token) {
    return new WireWriter().code(type).i64(token).toBytes();
  }

  /** Padded with zeros to {@code messageBytes} if that is longer. */
  static byte[] mtuProbe(long token, int messageBytes) {
    byte[] bare = new WireWriter().code(MessageType.MTU_PROBE).i64(token).toBytes();
    return Arrays.copyOf(bare, Math.max(bare.length, messageBytes));
  }

  static byte[] mtuAnswer(long token) {
    return new WireWriter().code(MessageType.MTU_ANSWER).i64(token).toBytes();
  }

  static byte[] ready() {
    return new WireWriter().code(MessageType.READY).toBytes();
  }

  static byte[] close(CloseReason reason) {
    return new WireWriter().code(MessageType.CLOSE).code(reason).toBytes();
  }
}
