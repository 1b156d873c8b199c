package net.groupvpn.dhcpdns.packet;

/**
 * The answer of a router to the sender of a packet that is too long for the next link: ICMP
 * "fragmentation needed" (RFC 792, RFC 1191 4) and ICMPv6 "packet too big" (RFC 4443 3.2), as whole
 * packets. Their source is the address that could not be reached: the sender has a route to it, so
 * no filter on source addresses drops them.
 */
public final class PacketTooBig {
  /** Longest answer, bytes. */
  public static final int MAX_BYTES_4 = IcmpError.MAX_BYTES_4;

  /** Longest answer over IPv6, bytes. */
  public static final int MAX_BYTES_6 = IcmpError.MAX_BYTES_6;

  private static final int FRAGMENTATION_NEEDED = 3 << 8 | 4;
  private static final int TOO_BIG = 2 << 8;
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
   * error, a packet to or from a group or an unspecified address, or a fragment other than the
   * first (RFC 1812 4.3.2.7).
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

  /** Parses the extension headers; a packet that cannot be parsed to its end is not answered. */
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
    return IcmpError.write4(out, offset, packet, ip, FRAGMENTATION_NEEDED, mtuBytes);
  }

  /**
   * Writes the answer to the valid IPv6 packet at {@code ip}. The arrays must differ.
   *
   * @param mtuBytes longest packet that would have passed, at least 1,280
   * @return bytes written, at most {@link #MAX_BYTES_6}
   */
  public static int write6(byte[] out, int offset, byte[] packet, int ip, int mtuBytes) {
    return IcmpError.write6(out, offset, packet, ip, TOO_BIG, mtuBytes);
  }
}
