package net.groupvpn.dhcpdns.packet;

/**
 * The word of a router to the sender of a packet that is longer than the next link takes: ICMP
 * "fragmentation needed" (RFC 792, RFC 1191 4) and ICMPv6 "packet too big" (RFC 4443 3.2), as whole
 * packets. They come from the address that could not be reached: the sender has a route to it, so
 * no filter on source addresses drops them.
 */
public final class PacketTooBig {
  /** Longest answer: no IPv4 host must take more (RFC 1812 4.3.2.3). */
  public static final int MAX_BYTES_4 = 576;

  /** Longest answer over IPv6: its least MTU (RFC 4443 2.4). */
  public static final int MAX_BYTES_6 = 1_280;

  private static final int HEADER_BYTES = 8;
  private static final int CHECKSUM_AT = 2;
  private static final int NEXT_MTU_AT_4 = 6;
  private static final int MTU_AT_6 = 4;
  private static final int FRAGMENTATION_NEEDED = 3 << 8 | 4;
  private static final int TOO_BIG = 2 << 8;
  private static final int HOP_LIMIT = 64;

  private static final int FIRST_INFORMATIONAL_6 = 128;
  private static final int OPTIONS_HEADER_UNIT = 8;
  private static final int FRAGMENT_HEADER_BYTES = 8;
  private static final int FRAGMENT_OFFSET_MASK = 0xfff8;
  private static final int FRAGMENT_OFFSET_MASK_4 = 0x1fff;
  private static final int FRAGMENT_AT_4 = 6;
  private static final int MAX_EXTENSION_HEADERS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;

  private PacketTooBig() {}

  /**
   * Whether the sender of the valid IPv4 packet at {@code ip} may be told: never about an ICMP
   * error, a packet to or from a group or nobody, or a fragment but the first (RFC 1812 4.3.2.7).
   */
  public static boolean mayAnswer4(byte[] bytes, int ip) {
    int source = Ipv4Packet.source(bytes, ip);
    boolean isFirst = (PacketBytes.u16(bytes, ip + FRAGMENT_AT_4) & FRAGMENT_OFFSET_MASK_4) == 0;
    return isFirst
        && source != 0
        && !Ipv4Packet.isGroupAddress(source)
        && !Ipv4Packet.isGroupAddress(Ipv4Packet.destination(bytes, ip))
        && !isError4(bytes, ip);
  }

  private static boolean isError4(byte[] bytes, int ip) {
    if (Ipv4Packet.protocol(bytes, ip) != Ipv4Packet.ICMP) {
      return false;
    }
    if (Ipv4Packet.payloadBytes(bytes, ip) < 1) {
      return true;
    }
    return switch (PacketBytes.u8(bytes, ip + Ipv4Packet.headerBytes(bytes, ip))) {
      case 3, 4, 5, 11, 12 -> true;
      default -> false;
    };
  }

  /** The same for the valid IPv6 packet at {@code ip} (RFC 4443 2.4 e). */
  public static boolean mayAnswer6(byte[] bytes, int ip) {
    long high = Ipv6Packet.sourceHigh(bytes, ip);
    boolean isFromNobody = high == 0 && Ipv6Packet.sourceLow(bytes, ip) == 0;
    return !isFromNobody
        && !Ipv6Packet.isGroupAddress(high)
        && !Ipv6Packet.isGroupAddress(Ipv6Packet.destinationHigh(bytes, ip))
        && isFirstAndNoError6(bytes, ip);
  }

  /** Walks the extension headers; what cannot be read to its end is not answered. */
  private static boolean isFirstAndNoError6(byte[] bytes, int ip) {
    int end = ip + Ipv6Packet.totalBytes(bytes, ip);
    int next = Ipv6Packet.nextHeader(bytes, ip);
    int at = ip + Ipv6Packet.HEADER_BYTES;
    for (int headers = 0; headers <= MAX_EXTENSION_HEADERS; headers++) {
      boolean isExtension =
          next == HOP_BY_HOP || next == ROUTING || next == DESTINATION_OPTIONS || next == FRAGMENT;
      if (!isExtension) {
        return next != Ipv6Packet.ICMP
            || (at < end && PacketBytes.u8(bytes, at) >= FIRST_INFORMATIONAL_6);
      }
      if (end - at < OPTIONS_HEADER_UNIT) {
        return false;
      }
      if (next == FRAGMENT && (PacketBytes.u16(bytes, at + 2) & FRAGMENT_OFFSET_MASK) != 0) {
        return false;
      }
      int headerBytes =
          next == FRAGMENT
              ? FRAGMENT_HEADER_BYTES
              : (PacketBytes.u8(bytes, at + 1) + 1) * OPTIONS_HEADER_UNIT;
      next = PacketBytes.u8(bytes, at);
      at += headerBytes;
    }
    return false;
  }

  /**
   * Writes the answer to the valid IPv4 packet at {@code ip}. The arrays must differ.
   *
   * @param mtuBytes longest packet that would have passed, 68 to 65,535
   * @return bytes written, at most {@link #MAX_BYTES_4}
   */
  public static int write4(byte[] out, int offset, byte[] packet, int ip, int mtuBytes) {
    int room = MAX_BYTES_4 - Ipv4Packet.MIN_HEADER_BYTES - HEADER_BYTES;
    int quoted = Math.min(room, Ipv4Packet.totalBytes(packet, ip));
    int length = HEADER_BYTES + quoted;
    int from = Ipv4Packet.destination(packet, ip);
    int to = Ipv4Packet.source(packet, ip);
    int icmp = offset + Ipv4Packet.writeHeader(out, offset, from, to, Ipv4Packet.ICMP, length);
    PacketBytes.put16(out, icmp, FRAGMENTATION_NEEDED);
    PacketBytes.put32(out, icmp + CHECKSUM_AT, 0);
    PacketBytes.put16(out, icmp + NEXT_MTU_AT_4, mtuBytes);
    System.arraycopy(packet, ip, out, icmp + HEADER_BYTES, quoted);
    long sum = InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv4Packet.MIN_HEADER_BYTES + length;
  }

  /**
   * Writes the answer to the valid IPv6 packet at {@code ip}. The arrays must differ.
   *
   * @param mtuBytes longest packet that would have passed, at least 1,280
   * @return bytes written, at most {@link #MAX_BYTES_6}
   */
  public static int write6(byte[] out, int offset, byte[] packet, int ip, int mtuBytes) {
    int room = MAX_BYTES_6 - Ipv6Packet.HEADER_BYTES - HEADER_BYTES;
    int quoted = Math.min(room, Ipv6Packet.totalBytes(packet, ip));
    int length = HEADER_BYTES + quoted;
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.ICMP, HOP_LIMIT, length);
    Ipv6Packet.writeAddressesExchanged(out, offset, packet, ip);
    int icmp = offset + Ipv6Packet.HEADER_BYTES;
    PacketBytes.put32(out, icmp, TOO_BIG << 16);
    PacketBytes.put32(out, icmp + MTU_AT_6, mtuBytes);
    System.arraycopy(packet, ip, out, icmp + HEADER_BYTES, quoted);
    long sum =
        InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.ICMP, length)
            + InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv6Packet.HEADER_BYTES + length;
  }
}
