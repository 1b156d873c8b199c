package net.groupvpn.overlay.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;

/** Writes what {@link WireReader} reads, into an array that grows. Not for the data plane. */
public final class WireWriter {
  private static final int INITIAL_BYTES = 128;
  private static final int MAX_U16 = 0xffff;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** One byte, 0 to 255. */
  public WireWriter u8(int value) {
    check(value >= 0 && value <= 0xff, value);
    grow(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** The byte of a constant. */
  public WireWriter code(WireCode value) {
    return u8(value.code());
  }

  /** Two bytes, 0 to 65,535. */
  public WireWriter u16(int value) {
    check(value >= 0 && value <= MAX_U16, value);
    return u8(value >> 8).u8(value & 0xff);
  }

  /** Four bytes. */
  public WireWriter i32(int value) {
    return u16(value >>> 16).u16(value & MAX_U16);
  }

  /** Eight bytes. */
  public WireWriter i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  /** 0 or 1. */
  public WireWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  /** A node ID or key. */
  public WireWriter nodeId(NodeId id) {
    return fixed(id.toBytes());
  }

  /** The bytes, without a length. */
  public WireWriter fixed(byte[] value) {
    return fixed(value, 0, value.length);
  }

  /** A slice, without a length. */
  public WireWriter fixed(byte[] value, int offset, int count) {
    grow(count);
    System.arraycopy(value, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** A two-byte length and the bytes. */
  public WireWriter variable(byte[] value) {
    return u16(value.length).fixed(value);
  }

  /** A two-byte length and UTF-8. */
  public WireWriter text(String value) {
    return variable(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void grow(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  private static void check(boolean inRange, int value) {
    if (!inRange) {
      throw new IllegalArgumentException("out of range for its field: " + value);
    }
  }
}
