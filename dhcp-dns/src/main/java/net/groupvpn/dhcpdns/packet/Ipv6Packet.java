package net.groupvpn.dhcpdns.packet;

/**
 * An IPv6 packet (RFC 8200). An address is two numbers, its high and its low 64 bits. Extension
 * headers are not parsed: packets that have any are passed on, but never answered by the client
 * itself.
 */
public final class Ipv6Packet {
  /** Length of the fixed header, bytes. */
  public static final int HEADER_BYTES = 40;

  /** The size that every link carries in one piece (RFC 8200 5), bytes. */
  public static final int MIN_MTU_BYTES = 1_280;

  /** Next header of TCP. */
  public static final int TCP = 6;

  /** Next header of UDP. */
  public static final int UDP = 17;

  /** Next header of ICMPv6. */
  public static final int ICMP = 58;

  /** The extension header of a part of a packet. */
  public static final int FRAGMENT = 44;

  private static final int ADDRESS_BYTES = 16;
  private static final int VERSION = 6;
  private static final int PAYLOAD_AT = 4;
  private static final int NEXT_HEADER_AT = 6;
  private static final int HOP_LIMIT_AT = 7;
  private static final int SOURCE_AT = 8;
  private static final int DESTINATION_AT = 24;

  private Ipv6Packet() {}

  /** Whether the header is complete and its payload fits into {@code length}. No jumbograms. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    return PacketBytes.holds(bytes, offset, length, HEADER_BYTES)
        && PacketBytes.u8(bytes, offset) >>> 4 == VERSION
        && totalBytes(bytes, offset) <= length;
  }

  /** Length of the payload, bytes. */
  public static int payloadBytes(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + PAYLOAD_AT);
  }

  /** Length of the packet, including the header, bytes. */
  public static int totalBytes(byte[] bytes, int offset) {
    return HEADER_BYTES + payloadBytes(bytes, offset);
  }

  /** The number of the next header. */
  public static int nextHeader(byte[] bytes, int offset) {
    return PacketBytes.u8(bytes, offset + NEXT_HEADER_AT);
  }

  /** The hop limit, 0 to 255. */
  public static int hopLimit(byte[] bytes, int offset) {
    return PacketBytes.u8(bytes, offset + HOP_LIMIT_AT);
  }

  /** High half of the sender's address. */
  public static long sourceHigh(byte[] bytes, int offset) {
    return PacketBytes.i64(bytes, offset + SOURCE_AT);
  }

  /** Low half of the sender's address. */
  public static long sourceLow(byte[] bytes, int offset) {
    return PacketBytes.i64(bytes, offset + SOURCE_AT + Long.BYTES);
  }

  /** High half of the receiver's address. */
  public static long destinationHigh(byte[] bytes, int offset) {
    return PacketBytes.i64(bytes, offset + DESTINATION_AT);
  }

  /** Low half of the receiver's address. */
  public static long destinationLow(byte[] bytes, int offset) {
    return PacketBytes.i64(bytes, offset + DESTINATION_AT + Long.BYTES);
  }

  /** Whether an address with this high half is a multicast address (ff00::/8). */
  public static boolean isGroupAddress(long high) {
    return high >>> 56 == 0xff;
  }

  /** Whether an address with this high half is link-local (fe80::/10). */
  public static boolean isLinkLocal(long high) {
    return high >>> 54 == 0xfe80 >>> 6;
  }

  /** Writes a header whose addresses the caller writes with {@link #writeAddresses}. */
  public static int writeHeader(
      byte[] out, int offset, int nextHeader, int hopLimit, int payloadBytes) {
    PacketBytes.put32(out, offset, VERSION << 28);
    PacketBytes.put16(out, offset + PAYLOAD_AT, payloadBytes);
    PacketBytes.put8(out, offset + NEXT_HEADER_AT, nextHeader);
    PacketBytes.put8(out, offset + HOP_LIMIT_AT, hopLimit);
    return HEADER_BYTES;
  }

  /** Writes both addresses of a header. */
  public static void writeAddresses(
      byte[] out,
      int offset,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow) {
    PacketBytes.put64(out, offset + SOURCE_AT, sourceHigh);
    PacketBytes.put64(out, offset + SOURCE_AT + Long.BYTES, sourceLow);
    PacketBytes.put64(out, offset + DESTINATION_AT, destinationHigh);
    PacketBytes.put64(out, offset + DESTINATION_AT + Long.BYTES, destinationLow);
  }

  /** Writes the addresses of the packet at {@code requestIp}, swapped. */
  public static void writeAddressesExchanged(
      byte[] out, int offset, byte[] request, int requestIp) {
    System.arraycopy(request, requestIp + DESTINATION_AT, out, offset + SOURCE_AT, ADDRESS_BYTES);
    System.arraycopy(request, requestIp + SOURCE_AT, out, offset + DESTINATION_AT, ADDRESS_BYTES);
  }
}
