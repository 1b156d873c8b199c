package net.groupvpn.dhcpdns.packet;

/**
 * Errors of ICMP (RFC 792) and ICMPv6 (RFC 4443) as whole packets, from the destination address of
 * a packet to its sender. They quote as much of the packet as fits.
 */
public final class IcmpError {
  /** Longest one, bytes: no IPv4 host must accept more (RFC 1812 4.3.2.3). */
  public static final int MAX_BYTES_4 = 576;

  /** Longest one over IPv6, bytes: its minimum MTU (RFC 4443 2.4). */
  public static final int MAX_BYTES_6 = 1_280;

  private static final int HEADER_BYTES = 8;
  private static final int CHECKSUM_AT = 2;
  private static final int VALUE_AT = 4;
  private static final int HOP_LIMIT = 64;

  private IcmpError() {}

  /**
   * About the valid IPv4 packet at {@code ip}. The arrays must differ.
   *
   * @param typeAndCode type in the high byte, code in the low one
   * @param value the field between the checksum and the quotation
   * @return bytes written, at most {@link #MAX_BYTES_4}
   */
  public static int write4(
      byte[] out, int offset, byte[] packet, int ip, int typeAndCode, int value) {
    int room = MAX_BYTES_4 - Ipv4Packet.MIN_HEADER_BYTES - HEADER_BYTES;
    int quoted = Math.min(room, Ipv4Packet.totalBytes(packet, ip));
    int length = HEADER_BYTES + quoted;
    int from = Ipv4Packet.destination(packet, ip);
    int to = Ipv4Packet.source(packet, ip);
    int icmp = offset + Ipv4Packet.writeHeader(out, offset, from, to, Ipv4Packet.ICMP, length);
    writeBody(out, icmp, packet, ip, typeAndCode, value, quoted);
    long sum = InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv4Packet.MIN_HEADER_BYTES + length;
  }

  /** The same about the valid IPv6 packet at {@code ip}; at most {@link #MAX_BYTES_6}. */
  public static int write6(
      byte[] out, int offset, byte[] packet, int ip, int typeAndCode, int value) {
    int room = MAX_BYTES_6 - Ipv6Packet.HEADER_BYTES - HEADER_BYTES;
    int quoted = Math.min(room, Ipv6Packet.totalBytes(packet, ip));
    int length = HEADER_BYTES + quoted;
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.ICMP, HOP_LIMIT, length);
    Ipv6Packet.writeAddressesExchanged(out, offset, packet, ip);
    int icmp = offset + Ipv6Packet.HEADER_BYTES;
    writeBody(out, icmp, packet, ip, typeAndCode, value, quoted);
    long sum =
        InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.ICMP, length)
            + InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv6Packet.HEADER_BYTES + length;
  }

  /**
   * About the valid IPv4 packet at the start of {@code packet}, from a router on the way with
   * another address. Written to the start of {@code out}.
   */
  public static int writeFrom4(byte[] out, byte[] packet, int from, int typeAndCode) {
    int length = write4(out, 0, packet, 0, typeAndCode, 0);
    int to = Ipv4Packet.source(packet, 0);
    int payload = length - Ipv4Packet.MIN_HEADER_BYTES;
    Ipv4Packet.writeHeader(out, 0, from, to, Ipv4Packet.ICMP, payload);
    return length;
  }

  /** The same about an IPv6 packet; {@code high} and {@code low} are the router's address. */
  public static int writeFrom6(byte[] out, byte[] packet, long high, long low, int typeAndCode) {
    int length = write6(out, 0, packet, 0, typeAndCode, 0);
    long toHigh = Ipv6Packet.sourceHigh(packet, 0);
    long toLow = Ipv6Packet.sourceLow(packet, 0);
    Ipv6Packet.writeAddresses(out, 0, high, low, toHigh, toLow);
    int icmp = Ipv6Packet.HEADER_BYTES;
    PacketBytes.put16(out, icmp + CHECKSUM_AT, 0);
    long sum =
        InternetChecksum.pseudoHeader6(out, 0, Ipv6Packet.ICMP, length - icmp)
            + InternetChecksum.sum(out, icmp, length - icmp);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return length;
  }

  private static void writeBody(
      byte[] out, int icmp, byte[] packet, int ip, int typeAndCode, int value, int quoted) {
    PacketBytes.put16(out, icmp, typeAndCode);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, 0);
    PacketBytes.put32(out, icmp + VALUE_AT, value);
    System.arraycopy(packet, ip, out, icmp + HEADER_BYTES, quoted);
  }
}
