package net.groupvpn.overlay.session;

import java.util.Arrays;
import net.groupvpn.overlay.wire.WireWriter;

/** Writes the session layer's own control messages; {@link SessionInput} reads them. */
final class ControlMessages {
  private ControlMessages() {}

  /** {@code unanswered} tells the peer that its answers may be getting lost. */
  static byte[] ping(long token, int unanswered) {
    return new WireWriter().u8(MessageType.PING).i64(token).u8(unanswered).toBytes();
  }

  static byte[] pong(long token) {
    return new WireWriter().u8(MessageType.PONG).i64(token).toBytes();
  }

  /** A challenge or response. */
  static byte[] path(int type, long token) {
    return new WireWriter().u8(type).i64(token).toBytes();
  }

  /** Padded with zeroes to {@code messageBytes} if that is more. */
  static byte[] mtuProbe(long token, int messageBytes) {
    byte[] bare = new WireWriter().u8(MessageType.MTU_PROBE).i64(token).toBytes();
    return Arrays.copyOf(bare, Math.max(bare.length, messageBytes));
  }

  static byte[] mtuAnswer(long token) {
    return new WireWriter().u8(MessageType.MTU_ANSWER).i64(token).toBytes();
  }

  static byte[] ready() {
    return new byte[] {MessageType.READY};
  }

  static byte[] close(CloseReason reason) {
    return new WireWriter().u8(MessageType.CLOSE).u8(reason.code()).toBytes();
  }
}
