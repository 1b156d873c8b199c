package net.groupvpn.dhcpdns.packet;

/** IPv6 router discovery (RFC 4861 4.1 and 4.2): the solicitation, and an advertisement. */
public final class RouterDiscovery {
  /** Length of the whole IPv6 packet that {@link #writeAdvertisement} writes, bytes. */
  public static final int ADVERTISEMENT_BYTES = Ipv6Packet.HEADER_BYTES + 16 + 8 + 8 + 2 * 32;

  private static final int SOLICITATION = 133;
  private static final int ADVERTISEMENT = 134;
  private static final int SOLICITATION_BYTES = 8;
  private static final int HEADER_BYTES = 16;
  private static final int CHECKSUM_AT = 2;
  private static final int HOP_LIMIT = 255;
  private static final int SOURCE_LINK_LAYER_OPTION = 0x0101;
  private static final int MTU_OPTION = 0x0501;
  private static final int PREFIX_OPTION = 0x0304;
  private static final int ON_LINK = 0x80;
  private static final int AUTONOMOUS = 0x40;
  private static final long LINK_LOCAL_HIGH = 0xfe80_0000_0000_0000L;
  private static final long ALL_NODES_HIGH = 0xff02_0000_0000_0000L;
  private static final long ALL_NODES_LOW = 1;
  private static final long UNIVERSAL_BIT = 0x0200_0000_0000_0000L;

  private RouterDiscovery() {}

  /**
   * A prefix that is advertised (RFC 4861 4.6.2).
   *
   * @param high its high half; the low half is 0
   * @param bits its length
   * @param isOnLink whether its addresses are on the link; otherwise the receiver is to make itself
   *     an address of it (RFC 4862)
   */
  public record Prefix(
      long high, int bits, boolean isOnLink, int validSeconds, int preferredSeconds) {}

  /**
   * Whether the valid IPv6 packet at {@code ip} is a router solicitation that passes the checks of
   * RFC 4861 6.1.1, as far as it is read here.
   */
  public static boolean isSolicitation(byte[] bytes, int ip) {
    int length = Ipv6Packet.payloadBytes(bytes, ip);
    if (Ipv6Packet.nextHeader(bytes, ip) != Ipv6Packet.ICMP
        || Ipv6Packet.hopLimit(bytes, ip) != HOP_LIMIT
        || length < SOLICITATION_BYTES) {
      return false;
    }
    int icmp = ip + Ipv6Packet.HEADER_BYTES;
    long pseudo = InternetChecksum.pseudoHeader6(bytes, ip, Ipv6Packet.ICMP, length);
    return PacketBytes.u16(bytes, icmp) == SOLICITATION << 8
        && InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, icmp, length)) == 0;
  }

  /**
   * Writes a whole IPv6 packet to all nodes: no default router, but these two prefixes.
   *
   * @param mac the router's Ethernet address, of which its link-local address is made
   */
  public static int writeAdvertisement(
      byte[] out, int offset, long mac, int mtuBytes, Prefix first, Prefix second) {
    int length = ADVERTISEMENT_BYTES - Ipv6Packet.HEADER_BYTES;
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.ICMP, HOP_LIMIT, length);
    Ipv6Packet.writeAddresses(
        out, offset, LINK_LOCAL_HIGH, interfaceId(mac), ALL_NODES_HIGH, ALL_NODES_LOW);
    int icmp = offset + Ipv6Packet.HEADER_BYTES;
    PacketBytes.put32(out, icmp, ADVERTISEMENT << 24);
    int at = icmp + HEADER_BYTES;
    PacketBytes.put16(out, at, SOURCE_LINK_LAYER_OPTION);
    PacketBytes.put48(out, at + 2, mac);
    at += Long.BYTES;
    PacketBytes.put16(out, at, MTU_OPTION);
    PacketBytes.put32(out, at + Integer.BYTES, mtuBytes);
    at += Long.BYTES;
    at = write(out, at, first);
    write(out, at, second);
    long sum =
        InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.ICMP, length)
            + InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return ADVERTISEMENT_BYTES;
  }

  private static int write(byte[] out, int at, Prefix prefix) {
    PacketBytes.put16(out, at, PREFIX_OPTION);
    PacketBytes.put8(out, at + 2, prefix.bits);
    PacketBytes.put8(out, at + 3, prefix.isOnLink ? ON_LINK : AUTONOMOUS);
    PacketBytes.put32(out, at + 4, prefix.validSeconds);
    PacketBytes.put32(out, at + 8, prefix.preferredSeconds);
    PacketBytes.put64(out, at + 16, prefix.high);
    return at + 32;
  }

  /** EUI-64 of an Ethernet address (RFC 4291, appendix A). */
  private static long interfaceId(long mac) {
    return ((mac >>> 24 << 40) | 0xff_fe00_0000L | (mac & 0xff_ffff)) ^ UNIVERSAL_BIT;
  }
}
