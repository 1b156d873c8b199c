package net.groupvpn.dhcpdns.packet;

/** Echo request and reply, ICMP (RFC 792) and ICMPv6 (RFC 4443 4.1, 4.2), inside whole packets. */
public final class IcmpEcho {
  /** Length of the header of an echo message, bytes. */
  public static final int HEADER_BYTES = 8;

  /** Length of a probe, its header included. */
  public static final int PROBE_BYTES = HEADER_BYTES + Long.BYTES;

  /** What is no answer to a probe. */
  public static final int NO_PROBE = -1;

  private static final int REQUEST4 = 8;
  private static final int REPLY4 = 0;
  private static final int REQUEST6 = 128;
  private static final int REPLY6 = 129;
  private static final int CHECKSUM_AT = 2;
  private static final int IDENTIFIER_AT = 4;
  private static final int SEQUENCE_AT = 6;
  private static final int DEFAULT_HOP_LIMIT = 64;

  private IcmpEcho() {}

  /** Whether the valid IPv4 packet at {@code ip} is an echo request, unfragmented and intact. */
  public static boolean isRequest4(byte[] bytes, int ip) {
    int length = Ipv4Packet.payloadBytes(bytes, ip);
    if (Ipv4Packet.protocol(bytes, ip) != Ipv4Packet.ICMP
        || Ipv4Packet.isFragment(bytes, ip)
        || length < HEADER_BYTES) {
      return false;
    }
    int icmp = ip + Ipv4Packet.headerBytes(bytes, ip);
    return PacketBytes.u16(bytes, icmp) == REQUEST4 << 8
        && InternetChecksum.finish(InternetChecksum.sum(bytes, icmp, length)) == 0;
  }

  /** Whether the valid IPv6 packet at {@code ip} is an echo request, and intact. */
  public static boolean isRequest6(byte[] bytes, int ip) {
    int length = Ipv6Packet.payloadBytes(bytes, ip);
    if (Ipv6Packet.nextHeader(bytes, ip) != Ipv6Packet.ICMP || length < HEADER_BYTES) {
      return false;
    }
    int icmp = ip + Ipv6Packet.HEADER_BYTES;
    long pseudo = InternetChecksum.pseudoHeader6(bytes, ip, Ipv6Packet.ICMP, length);
    return PacketBytes.u16(bytes, icmp) == REQUEST6 << 8
        && InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, icmp, length)) == 0;
  }

  /** Length of the reply to the request at {@code ip}. */
  public static int replyBytes4(byte[] request, int ip) {
    return Ipv4Packet.MIN_HEADER_BYTES + Ipv4Packet.payloadBytes(request, ip);
  }

  /** Writes the reply to a request of {@link #isRequest4}; the arrays must differ. */
  public static int writeReply4(byte[] out, int offset, byte[] request, int requestIp) {
    int length = Ipv4Packet.payloadBytes(request, requestIp);
    int source = Ipv4Packet.destination(request, requestIp);
    int destination = Ipv4Packet.source(request, requestIp);
    int icmp =
        offset + Ipv4Packet.writeHeader(out, offset, source, destination, Ipv4Packet.ICMP, length);
    int requestIcmp = requestIp + Ipv4Packet.headerBytes(request, requestIp);
    System.arraycopy(request, requestIcmp, out, icmp, length);
    PacketBytes.put32(out, icmp, REPLY4 << 24);
    long sum = InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv4Packet.MIN_HEADER_BYTES + length;
  }

  /** Writes the reply to a request of {@link #isRequest6}; the arrays must differ. */
  public static int writeReply6(byte[] out, int offset, byte[] request, int requestIp) {
    int length = Ipv6Packet.payloadBytes(request, requestIp);
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.ICMP, DEFAULT_HOP_LIMIT, length);
    Ipv6Packet.writeAddressesExchanged(out, offset, request, requestIp);
    int icmp = offset + Ipv6Packet.HEADER_BYTES;
    System.arraycopy(request, requestIp + Ipv6Packet.HEADER_BYTES, out, icmp, length);
    PacketBytes.put32(out, icmp, REPLY6 << 24);
    long sum =
        InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.ICMP, length)
            + InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv6Packet.HEADER_BYTES + length;
  }

  /**
   * Writes an echo request of this node's own, an IPv4 packet.
   *
   * @param secret stands in identifier and payload, so that {@link #probeReply4} knows the answer
   */
  public static void writeProbe4(
      byte[] out, int offset, int source, int destination, int sequence, long secret) {
    int icmp =
        offset
            + Ipv4Packet.writeHeader(
                out, offset, source, destination, Ipv4Packet.ICMP, PROBE_BYTES);
    writeProbe(out, icmp, REQUEST4, sequence, secret);
    long sum = InternetChecksum.sum(out, icmp, PROBE_BYTES);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
  }

  /** The same as an IPv6 packet, whose addresses stand there already. */
  public static void writeProbe6(byte[] out, int offset, int sequence, long secret) {
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.ICMP, DEFAULT_HOP_LIMIT, PROBE_BYTES);
    int icmp = offset + Ipv6Packet.HEADER_BYTES;
    writeProbe(out, icmp, REQUEST6, sequence, secret);
    long sum =
        InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.ICMP, PROBE_BYTES)
            + InternetChecksum.sum(out, icmp, PROBE_BYTES);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
  }

  private static void writeProbe(byte[] out, int icmp, int type, int sequence, long secret) {
    PacketBytes.put32(out, icmp, type << 24);
    PacketBytes.put16(out, icmp + IDENTIFIER_AT, (int) secret);
    PacketBytes.put16(out, icmp + SEQUENCE_AT, sequence);
    PacketBytes.put64(out, icmp + HEADER_BYTES, secret);
  }

  /** The sequence number of the probe that the valid IPv4 packet answers, or {@link #NO_PROBE}. */
  public static int probeReply4(byte[] bytes, int ip, long secret) {
    if (Ipv4Packet.protocol(bytes, ip) != Ipv4Packet.ICMP
        || Ipv4Packet.isFragment(bytes, ip)
        || Ipv4Packet.payloadBytes(bytes, ip) != PROBE_BYTES) {
      return NO_PROBE;
    }
    int icmp = ip + Ipv4Packet.headerBytes(bytes, ip);
    boolean isIntact = InternetChecksum.finish(InternetChecksum.sum(bytes, icmp, PROBE_BYTES)) == 0;
    return isIntact ? probeReply(bytes, icmp, REPLY4, secret) : NO_PROBE;
  }

  /** The same for a valid IPv6 packet. */
  public static int probeReply6(byte[] bytes, int ip, long secret) {
    if (Ipv6Packet.nextHeader(bytes, ip) != Ipv6Packet.ICMP
        || Ipv6Packet.payloadBytes(bytes, ip) != PROBE_BYTES) {
      return NO_PROBE;
    }
    int icmp = ip + Ipv6Packet.HEADER_BYTES;
    long pseudo = InternetChecksum.pseudoHeader6(bytes, ip, Ipv6Packet.ICMP, PROBE_BYTES);
    boolean isIntact =
        InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, icmp, PROBE_BYTES)) == 0;
    return isIntact ? probeReply(bytes, icmp, REPLY6, secret) : NO_PROBE;
  }

  private static int probeReply(byte[] bytes, int icmp, int type, long secret) {
    boolean isOurs =
        PacketBytes.u16(bytes, icmp) == type << 8
            && PacketBytes.i64(bytes, icmp + HEADER_BYTES) == secret;
    return isOurs ? PacketBytes.u16(bytes, icmp + SEQUENCE_AT) : NO_PROBE;
  }
}
