package net.groupvpn.dhcpdns.packet;

/** IPv6 neighbour discovery (RFC 4861): the solicitation, and the advertisement that answers it. */
public final class NeighbourDiscovery {
  /** Length of the whole IPv6 packet that {@link #writeAdvertisement} writes, bytes. */
  public static final int ADVERTISEMENT_BYTES = Ipv6Packet.HEADER_BYTES + 32;

  private static final int ROUTER_SOLICITATION = 133;
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int REDIRECT = 137;
  private static final int MESSAGE_BYTES = 24;
  private static final int OPTION_UNIT_BYTES = 8;
  private static final int CHECKSUM_AT = 2;
  private static final int FLAGS_AT = 4;
  private static final int TARGET_AT = 8;
  private static final int HOP_LIMIT = 255;
  private static final int TARGET_LINK_LAYER_OPTION = 0x0201;
  private static final int SOLICITED_AND_OVERRIDE = 0x6000_0000;
  private static final int OVERRIDE = 0x2000_0000;
  private static final long ALL_NODES_HIGH = 0xff02_0000_0000_0000L;
  private static final long ALL_NODES_LOW = 1;

  private NeighbourDiscovery() {}

  /**
   * Whether the valid IPv6 packet at {@code ip} is a neighbour solicitation that passes the checks
   * of RFC 4861 7.1.1.
   */
  public static boolean isSolicitation(byte[] bytes, int ip) {
    int length = Ipv6Packet.payloadBytes(bytes, ip);
    if (Ipv6Packet.nextHeader(bytes, ip) != Ipv6Packet.ICMP
        || Ipv6Packet.hopLimit(bytes, ip) != HOP_LIMIT
        || length < MESSAGE_BYTES) {
      return false;
    }
    int icmp = ip + Ipv6Packet.HEADER_BYTES;
    long pseudo = InternetChecksum.pseudoHeader6(bytes, ip, Ipv6Packet.ICMP, length);
    return PacketBytes.u16(bytes, icmp) == SOLICITATION << 8
        && !Ipv6Packet.isGroupAddress(targetHigh(bytes, ip))
        && InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, icmp, length)) == 0
        && areOptionsWhole(bytes, icmp + MESSAGE_BYTES, length - MESSAGE_BYTES);
  }

  /**
   * Whether the valid IPv6 packet at {@code ip} carries any message of neighbour discovery, behind
   * whatever headers: those belong to one link.
   */
  public static boolean isAny(byte[] bytes, int ip) {
    long found = Ipv6Headers.find(bytes, ip);
    if (found < 0 || Ipv6Headers.protocol(found) != Ipv6Packet.ICMP) {
      return false;
    }
    int at = Ipv6Headers.offset(found);
    int type = at < ip + Ipv6Packet.totalBytes(bytes, ip) ? PacketBytes.u8(bytes, at) : 0;
    return type >= ROUTER_SOLICITATION && type <= REDIRECT;
  }

  /** High half of the address asked for. */
  public static long targetHigh(byte[] bytes, int ip) {
    return PacketBytes.i64(bytes, ip + Ipv6Packet.HEADER_BYTES + TARGET_AT);
  }

  /** Low half of the address asked for. */
  public static long targetLow(byte[] bytes, int ip) {
    return PacketBytes.i64(bytes, ip + Ipv6Packet.HEADER_BYTES + TARGET_AT + Long.BYTES);
  }

  /**
   * Whether the solicitation comes from the unspecified address, that is, detects duplicates (RFC
   * 4862 5.4). It must be answered only for addresses that belong to another node.
   */
  public static boolean isDuplicateDetection(byte[] bytes, int ip) {
    return Ipv6Packet.sourceHigh(bytes, ip) == 0 && Ipv6Packet.sourceLow(bytes, ip) == 0;
  }

  /**
   * Writes the whole IPv6 packet that answers {@code solicitation}: the target is at {@code mac}.
   * The arrays must differ.
   */
  public static int writeAdvertisement(
      byte[] out, int offset, byte[] solicitation, int solicitationIp, long mac) {
    boolean toAll = isDuplicateDetection(solicitation, solicitationIp);
    long targetHigh = targetHigh(solicitation, solicitationIp);
    long targetLow = targetLow(solicitation, solicitationIp);
    int length = ADVERTISEMENT_BYTES - Ipv6Packet.HEADER_BYTES;
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.ICMP, HOP_LIMIT, length);
    Ipv6Packet.writeAddresses(
        out,
        offset,
        targetHigh,
        targetLow,
        toAll ? ALL_NODES_HIGH : Ipv6Packet.sourceHigh(solicitation, solicitationIp),
        toAll ? ALL_NODES_LOW : Ipv6Packet.sourceLow(solicitation, solicitationIp));
    int icmp = offset + Ipv6Packet.HEADER_BYTES;
    PacketBytes.put32(out, icmp, ADVERTISEMENT << 24);
    PacketBytes.put32(out, icmp + FLAGS_AT, toAll ? OVERRIDE : SOLICITED_AND_OVERRIDE);
    PacketBytes.put64(out, icmp + TARGET_AT, targetHigh);
    PacketBytes.put64(out, icmp + TARGET_AT + Long.BYTES, targetLow);
    PacketBytes.put16(out, icmp + MESSAGE_BYTES, TARGET_LINK_LAYER_OPTION);
    PacketBytes.put48(out, icmp + MESSAGE_BYTES + 2, mac);
    long sum =
        InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.ICMP, length)
            + InternetChecksum.sum(out, icmp, length);
    PacketBytes.put16(out, icmp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return ADVERTISEMENT_BYTES;
  }

  private static boolean areOptionsWhole(byte[] bytes, int offset, int length) {
    int at = 0;
    while (at < length) {
      if (length - at < OPTION_UNIT_BYTES) {
        return false;
      }
      int option = PacketBytes.u8(bytes, offset + at + 1) * OPTION_UNIT_BYTES;
      if (option == 0 || option > length - at) {
        return false;
      }
      at += option;
    }
    return true;
  }
}
