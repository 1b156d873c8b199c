package net.groupvpn.overlay.handshake;

import java.security.MessageDigest;
import java.util.Arrays;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * One piece of a handshake. Each direction is a byte stream; a frame carries a part of it and
 * acknowledges the other direction.
 *
 * <pre>
 * type 1 | version 1 | realm 8 | attempt 8 | flags 1 | control index 4 | data index 4
 * | offset 2 | total 2 | ack 2 | cookie 2+n | fragment 2+n | padding, zeroes | mac 16
 * </pre>
 *
 * @param attempt the initiator's random number for this handshake
 * @param fromResponder flags, bit 0; the other bits are ignored
 * @param controlIndex the index that the sender wants to receive CONTROL records with
 * @param dataIndex the same for DATA records
 * @param piece a part of the sender's stream, and an acknowledgement of the receiver's
 * @param cookie the responder's random bytes; echoed by the initiator, they prove its address
 * @param padding number of zeros that follow, so that the responder may answer with as many bytes
 */
public record HandshakeFrame(
    long attempt,
    boolean fromResponder,
    int controlIndex,
    int dataIndex,
    Piece piece,
    byte[] cookie,
    int padding) {

  /**
   * A piece of a stream.
   *
   * @param offset where {@code fragment} begins in the sender's stream
   * @param total length of the sender's stream so far
   * @param ack how many bytes of the receiver's stream the sender has without a gap
   * @param fragment the bytes, possibly none
   */
  public record Piece(int offset, int total, int ack, byte[] fragment) {}

  /** Longest cookie, bytes. */
  public static final int MAX_COOKIE_BYTES = 64;

  static final int MAX_FRAGMENT_BYTES = 1_000;
  static final int MAX_PADDING_BYTES = 1_200;

  /** Everything except cookie, fragment and padding, bytes. */
  public static final int OVERHEAD_BYTES = 53;

  private static final int FLAG_FROM_RESPONDER = 1;

  /** The whole frame, with its MAC. */
  public byte[] encode(byte[] realmTag, Security security) {
    WireWriter out = new WireWriter();
    out.code(FrameType.HANDSHAKE).u8(FrameHeader.VERSION).fixed(realmTag).i64(attempt);
    out.u8(fromResponder ? FLAG_FROM_RESPONDER : 0).i32(controlIndex).i32(dataIndex);
    out.u16(piece.offset).u16(piece.total).u16(piece.ack);
    out.variable(cookie).variable(piece.fragment);
    out.fixed(new byte[padding]);
    byte[] body = out.toBytes();
    return out.fixed(security.frameMac(body, 0, body.length)).toBytes();
  }

  /** Whether the last bytes are the MAC of all bytes before them. */
  static boolean hasRightMac(byte[] frame, Security security) {
    int length = frame.length - Security.FRAME_MAC_BYTES;
    return length >= 0
        && MessageDigest.isEqual(
            security.frameMac(frame, 0, length), Arrays.copyOfRange(frame, length, frame.length));
  }

  /** Reads a frame whose type, realm and MAC were checked. */
  public static HandshakeFrame decode(byte[] frame) throws WireException {
    WireReader in = new WireReader(frame, 0, frame.length - Security.FRAME_MAC_BYTES);
    in.fixed(2 + FrameHeader.REALM_BYTES);
    long attempt = in.i64();
    boolean fromResponder = (in.u8() & FLAG_FROM_RESPONDER) != 0;
    int controlIndex = in.i32();
    int dataIndex = in.i32();
    int offset = in.u16();
    int total = in.u16();
    int ack = in.u16();
    byte[] cookie = in.variable(MAX_COOKIE_BYTES);
    byte[] fragment = in.variable(MAX_FRAGMENT_BYTES);
    int padding = in.remaining();
    if (padding > MAX_PADDING_BYTES || offset + fragment.length > total) {
      throw new WireException("a handshake frame whose fragment ends after the stream");
    }
    Piece piece = new Piece(offset, total, ack, fragment);
    return new HandshakeFrame(
        attempt, fromResponder, controlIndex, dataIndex, piece, cookie, padding);
  }
}
