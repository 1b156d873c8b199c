package net.groupvpn.dhcpdns.packet;

/** An IPv4 packet (RFC 791). Addresses are numbers, most significant byte first. */
public final class Ipv4Packet {
  /** Length of a header without options, bytes. */
  public static final int MIN_HEADER_BYTES = 20;

  /** Protocol number of ICMP. */
  public static final int ICMP = 1;

  /** Protocol number of TCP. */
  public static final int TCP = 6;

  /** Protocol number of UDP. */
  public static final int UDP = 17;

  private static final int VERSION = 4;
  private static final int DEFAULT_TTL = 64;
  private static final int FRAGMENT_MASK = 0x3fff;
  private static final int DONT_FRAGMENT = 0x4000;

  private static final int TOTAL_AT = 2;
  private static final int FRAGMENT_AT = 6;
  private static final int TTL_AT = 8;
  private static final int PROTOCOL_AT = 9;
  private static final int CHECKSUM_AT = 10;
  private static final int SOURCE_AT = 12;
  private static final int DESTINATION_AT = 16;

  private Ipv4Packet() {}

  /**
   * Whether the header is complete and its lengths agree with each other and with {@code length};
   * bytes after the packet (Ethernet padding) are allowed. Does not verify the checksum.
   */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    if (!PacketBytes.holds(bytes, offset, length, MIN_HEADER_BYTES)
        || PacketBytes.u8(bytes, offset) >>> 4 != VERSION) {
      return false;
    }
    int header = headerBytes(bytes, offset);
    int total = totalBytes(bytes, offset);
    return header >= MIN_HEADER_BYTES && total >= header && total <= length;
  }

  /** Whether the header's checksum is right. */
  public static boolean isHeaderChecksumValid(byte[] bytes, int offset) {
    int header = headerBytes(bytes, offset);
    return InternetChecksum.finish(InternetChecksum.sum(bytes, offset, header)) == 0;
  }

  /** Length of the header with its options, bytes. */
  public static int headerBytes(byte[] bytes, int offset) {
    return (bytes[offset] & 0x0f) * 4;
  }

  /** Length of the packet, including the header, bytes. */
  public static int totalBytes(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + TOTAL_AT);
  }

  /** Length of the payload, bytes. */
  public static int payloadBytes(byte[] bytes, int offset) {
    return totalBytes(bytes, offset) - headerBytes(bytes, offset);
  }

  /** Time to live, 0 to 255. */
  public static int timeToLive(byte[] bytes, int offset) {
    return PacketBytes.u8(bytes, offset + TTL_AT);
  }

  /** The protocol number of the payload. */
  public static int protocol(byte[] bytes, int offset) {
    return PacketBytes.u8(bytes, offset + PROTOCOL_AT);
  }

  /** Whether this is a fragment, including the first one. */
  public static boolean isFragment(byte[] bytes, int offset) {
    return (PacketBytes.u16(bytes, offset + FRAGMENT_AT) & FRAGMENT_MASK) != 0;
  }

  /** Whether routers must not fragment it. */
  public static boolean isDontFragment(byte[] bytes, int offset) {
    return (PacketBytes.u16(bytes, offset + FRAGMENT_AT) & DONT_FRAGMENT) != 0;
  }

  /** The sender's address. */
  public static int source(byte[] bytes, int offset) {
    return PacketBytes.i32(bytes, offset + SOURCE_AT);
  }

  /** The receiver's address. */
  public static int destination(byte[] bytes, int offset) {
    return PacketBytes.i32(bytes, offset + DESTINATION_AT);
  }

  /** Whether an address is 224.0.0.0/4 or 255.255.255.255. */
  public static boolean isGroupAddress(int address) {
    return address >>> 28 == 0xe || address == -1;
  }

  /** Writes a header without options, with its checksum, for a packet that is not fragmented. */
  public static int writeHeader(
      byte[] out, int offset, int source, int destination, int protocol, int payloadBytes) {
    PacketBytes.put16(out, offset, VERSION << 12 | (MIN_HEADER_BYTES / 4) << 8);
    PacketBytes.put16(out, offset + TOTAL_AT, MIN_HEADER_BYTES + payloadBytes);
    PacketBytes.put16(out, offset + 4, 0);
    PacketBytes.put16(out, offset + FRAGMENT_AT, DONT_FRAGMENT);
    PacketBytes.put8(out, offset + TTL_AT, DEFAULT_TTL);
    PacketBytes.put8(out, offset + PROTOCOL_AT, protocol);
    PacketBytes.put16(out, offset + CHECKSUM_AT, 0);
    PacketBytes.put32(out, offset + SOURCE_AT, source);
    PacketBytes.put32(out, offset + DESTINATION_AT, destination);
    long sum = InternetChecksum.sum(out, offset, MIN_HEADER_BYTES);
    PacketBytes.put16(out, offset + CHECKSUM_AT, InternetChecksum.finish(sum));
    return MIN_HEADER_BYTES;
  }
}
