package net.groupvpn.dhcpdns.packet;

/** Big-endian numbers in byte arrays. */
public final class PacketBytes {
  private PacketBytes() {}

  /** One byte, 0 to 255. */
  public static int u8(byte[] bytes, int offset) {
    return bytes[offset] & 0xff;
  }

  /** Two bytes, 0 to 65,535. */
  public static int u16(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
  }

  /** Four bytes. */
  public static int i32(byte[] bytes, int offset) {
    return u16(bytes, offset) << 16 | u16(bytes, offset + 2);
  }

  /** Six bytes, an Ethernet address. */
  public static long u48(byte[] bytes, int offset) {
    return (long) u16(bytes, offset) << 32 | (i32(bytes, offset + 2) & 0xffff_ffffL);
  }

  /** Eight bytes. */
  public static long i64(byte[] bytes, int offset) {
    return (long) i32(bytes, offset) << 32 | (i32(bytes, offset + 4) & 0xffff_ffffL);
  }

  /** Writes the lowest byte. */
  public static void put8(byte[] bytes, int offset, int value) {
    bytes[offset] = (byte) value;
  }

  /** Writes the lowest two bytes. */
  public static void put16(byte[] bytes, int offset, int value) {
    bytes[offset] = (byte) (value >>> 8);
    bytes[offset + 1] = (byte) value;
  }

  /** Writes four bytes. */
  public static void put32(byte[] bytes, int offset, int value) {
    put16(bytes, offset, value >>> 16);
    put16(bytes, offset + 2, value);
  }

  /** Writes the lowest six bytes, an Ethernet address. */
  public static void put48(byte[] bytes, int offset, long value) {
    put16(bytes, offset, (int) (value >>> 32));
    put32(bytes, offset + 2, (int) value);
  }

  /** Writes eight bytes. */
  public static void put64(byte[] bytes, int offset, long value) {
    put32(bytes, offset, (int) (value >>> 32));
    put32(bytes, offset + 4, (int) value);
  }

  /** Whether {@code offset + length} is a slice of {@code bytes}, at least {@code atLeast} long. */
  static boolean holds(byte[] bytes, int offset, int length, int atLeast) {
    return offset >= 0 && length >= atLeast && length <= bytes.length - offset;
  }
}
