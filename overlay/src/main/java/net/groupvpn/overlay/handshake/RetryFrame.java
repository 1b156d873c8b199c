package net.groupvpn.overlay.handshake;

import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The answer of a loaded responder that stores nothing: start again with this cookie. It is shorter
 * than any HANDSHAKE frame, so no address gets more bytes than it sent.
 *
 * <pre>
 * type 1 | version 1 | realm 8 | attempt 8 | cookie 2+n | mac 16
 * </pre>
 *
 * @param attempt the initiator's attempt
 * @param cookie proves the initiator's address when it is returned
 */
public record RetryFrame(long attempt, byte[] cookie) {
  /** The whole frame, with its MAC. */
  public byte[] encode(byte[] realmTag, Security security) {
    WireWriter out = new WireWriter();
    out.code(FrameType.RETRY).u8(FrameHeader.VERSION).fixed(realmTag).i64(attempt);
    byte[] body = out.variable(cookie).toBytes();
    return out.fixed(security.frameMac(body, 0, body.length)).toBytes();
  }

  /** Reads a frame whose type, realm and MAC were checked. */
  public static RetryFrame decode(byte[] frame) throws WireException {
    WireReader in = new WireReader(frame, 0, frame.length - Security.FRAME_MAC_BYTES);
    in.fixed(2 + FrameHeader.REALM_BYTES);
    long attempt = in.i64();
    byte[] cookie = in.variable(HandshakeFrame.MAX_COOKIE_BYTES);
    in.end();
    if (cookie.length == 0) {
      throw new WireException("a RETRY frame without a cookie");
    }
    return new RetryFrame(attempt, cookie);
  }
}
