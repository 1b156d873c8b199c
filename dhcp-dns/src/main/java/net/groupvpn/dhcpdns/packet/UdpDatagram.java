package net.groupvpn.dhcpdns.packet;

/** A UDP datagram (RFC 768) inside an IP packet. */
public final class UdpDatagram {
  /** Length of the header, bytes. */
  public static final int HEADER_BYTES = 8;

  private static final int DESTINATION_AT = 2;
  private static final int LENGTH_AT = 4;
  private static final int CHECKSUM_AT = 6;
  private static final int DEFAULT_HOP_LIMIT = 64;
  private static final int NO_CHECKSUM_SUBSTITUTE = 0xffff;

  private UdpDatagram() {}

  /** Whether the header is complete and its length fits into {@code length}. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    if (!PacketBytes.holds(bytes, offset, length, HEADER_BYTES)) {
      return false;
    }
    int total = PacketBytes.u16(bytes, offset + LENGTH_AT);
    return total >= HEADER_BYTES && total <= length;
  }

  /** The sender's port. */
  public static int sourcePort(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset);
  }

  /** The receiver's port. */
  public static int destinationPort(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + DESTINATION_AT);
  }

  /** Length of the payload, bytes. */
  public static int payloadBytes(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + LENGTH_AT) - HEADER_BYTES;
  }

  /** Whether the checksum is right, or omitted, in the IPv4 packet at {@code ip}. */
  public static boolean isChecksumValid4(byte[] bytes, int ip, int udp) {
    int length = PacketBytes.u16(bytes, udp + LENGTH_AT);
    long pseudo = InternetChecksum.pseudoHeader4(bytes, ip, Ipv4Packet.UDP, length);
    return PacketBytes.u16(bytes, udp + CHECKSUM_AT) == 0
        || InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, udp, length)) == 0;
  }

  /** Whether the checksum is right in the IPv6 packet at {@code ip}; it must not be omitted. */
  public static boolean isChecksumValid6(byte[] bytes, int ip, int udp) {
    int length = PacketBytes.u16(bytes, udp + LENGTH_AT);
    long pseudo = InternetChecksum.pseudoHeader6(bytes, ip, Ipv6Packet.UDP, length);
    return PacketBytes.u16(bytes, udp + CHECKSUM_AT) != 0
        && InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, udp, length)) == 0;
  }

  /**
   * Writes a whole IPv4 packet that answers {@code request} (a valid UDP packet over IPv4 at {@code
   * requestIp}), with addresses and ports swapped. The arrays must differ.
   */
  public static int writeReply4(
      byte[] out, int offset, byte[] request, int requestIp, byte[] payload) {
    int requestUdp = requestIp + Ipv4Packet.headerBytes(request, requestIp);
    int length = HEADER_BYTES + payload.length;
    int source = Ipv4Packet.destination(request, requestIp);
    int destination = Ipv4Packet.source(request, requestIp);
    int udp =
        offset + Ipv4Packet.writeHeader(out, offset, source, destination, Ipv4Packet.UDP, length);
    writeUnsummed(out, udp, request, requestUdp, payload);
    long pseudo = InternetChecksum.pseudoHeader4(out, offset, Ipv4Packet.UDP, length);
    writeChecksum(out, udp, pseudo + InternetChecksum.sum(out, udp, length));
    return Ipv4Packet.MIN_HEADER_BYTES + length;
  }

  /**
   * Writes a whole IPv6 packet that answers {@code request} (a valid UDP packet over IPv6 without
   * extension headers at {@code requestIp}), with addresses and ports swapped. The arrays must
   * differ.
   */
  public static int writeReply6(
      byte[] out, int offset, byte[] request, int requestIp, byte[] payload) {
    int length = HEADER_BYTES + payload.length;
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.UDP, DEFAULT_HOP_LIMIT, length);
    Ipv6Packet.writeAddressesExchanged(out, offset, request, requestIp);
    int udp = offset + Ipv6Packet.HEADER_BYTES;
    writeUnsummed(out, udp, request, requestIp + Ipv6Packet.HEADER_BYTES, payload);
    long pseudo = InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.UDP, length);
    writeChecksum(out, udp, pseudo + InternetChecksum.sum(out, udp, length));
    return Ipv6Packet.HEADER_BYTES + length;
  }

  /**
   * Writes a datagram into the IPv4 packet at {@code ip}, whose header without options is there.
   */
  public static void write4(
      byte[] out, int ip, int sourcePort, int destinationPort, byte[] payload) {
    int udp = ip + Ipv4Packet.MIN_HEADER_BYTES;
    int length = HEADER_BYTES + payload.length;
    PacketBytes.put16(out, udp, sourcePort);
    PacketBytes.put16(out, udp + DESTINATION_AT, destinationPort);
    PacketBytes.put16(out, udp + LENGTH_AT, length);
    PacketBytes.put16(out, udp + CHECKSUM_AT, 0);
    System.arraycopy(payload, 0, out, udp + HEADER_BYTES, payload.length);
    long pseudo = InternetChecksum.pseudoHeader4(out, ip, Ipv4Packet.UDP, length);
    writeChecksum(out, udp, pseudo + InternetChecksum.sum(out, udp, length));
  }

  private static void writeUnsummed(
      byte[] out, int udp, byte[] request, int requestUdp, byte[] payload) {
    PacketBytes.put16(out, udp, destinationPort(request, requestUdp));
    PacketBytes.put16(out, udp + DESTINATION_AT, sourcePort(request, requestUdp));
    PacketBytes.put16(out, udp + LENGTH_AT, HEADER_BYTES + payload.length);
    PacketBytes.put16(out, udp + CHECKSUM_AT, 0);
    System.arraycopy(payload, 0, out, udp + HEADER_BYTES, payload.length);
  }

  private static void writeChecksum(byte[] out, int udp, long sum) {
    int checksum = InternetChecksum.finish(sum);
    PacketBytes.put16(out, udp + CHECKSUM_AT, checksum == 0 ? NO_CHECKSUM_SUBSTITUTE : checksum);
  }
}
