package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;

/**
 * TCP or UDP in an IP packet, if both ends find it without help: no fragment, no IPv6 extension
 * header. Only such packets travel with an unfinished checksum, that is, one with only the sum of
 * the pseudo-header. Methods other than {@link #find} need a packet in which it has found one.
 */
final class Transport {
  /** There is none, or none that is found without help. */
  static final int NONE = -1;

  static final int TCP_MIN_HEADER_BYTES = 20;
  private static final int TCP_LENGTH_AT = 12;
  private static final int TCP_CHECKSUM_AT = 16;
  private static final int UDP_CHECKSUM_AT = 6;
  private static final int NO_CHECKSUM_SUBSTITUTE = 0xffff;
  private static final int IPV6 = 6;

  private Transport() {}

  static boolean isIpv6(byte[] bytes, int ip) {
    return PacketBytes.u8(bytes, ip) >>> 4 == IPV6;
  }

  /** Where the header of TCP or UDP begins in a valid IP packet, or {@link #NONE}. */
  static int find(byte[] bytes, int ip, int length) {
    boolean isIpv6 = isIpv6(bytes, ip);
    if (!isIpv6 && Ipv4Packet.isFragment(bytes, ip)) {
      return NONE;
    }
    int header = isIpv6 ? Ipv6Packet.HEADER_BYTES : Ipv4Packet.headerBytes(bytes, ip);
    int protocol = protocol(bytes, ip);
    int at = ip + header;
    int available = length - header;
    return switch (protocol) {
      case Ipv4Packet.UDP -> available >= UdpDatagram.HEADER_BYTES ? at : NONE;
      case Ipv4Packet.TCP -> isTcpHeader(bytes, at, available) ? at : NONE;
      default -> NONE;
    };
  }

  private static boolean isTcpHeader(byte[] bytes, int at, int available) {
    return available >= TCP_MIN_HEADER_BYTES
        && tcpHeaderBytes(bytes, at) >= TCP_MIN_HEADER_BYTES
        && tcpHeaderBytes(bytes, at) <= available;
  }

  /** The protocol number of what follows the IP header. */
  static int protocol(byte[] bytes, int ip) {
    return isIpv6(bytes, ip) ? Ipv6Packet.nextHeader(bytes, ip) : Ipv4Packet.protocol(bytes, ip);
  }

  static int tcpHeaderBytes(byte[] bytes, int tcp) {
    return (PacketBytes.u8(bytes, tcp + TCP_LENGTH_AT) >>> 4) * 4;
  }

  /** Offset of the checksum in the header of TCP or UDP. */
  static int checksumOffset(int protocol) {
    return protocol == Ipv4Packet.TCP ? TCP_CHECKSUM_AT : UDP_CHECKSUM_AT;
  }

  /** Writes the sum of the pseudo-header into the checksum's place. */
  static void writePartial(byte[] bytes, int ip, int transport, int transportBytes) {
    int protocol = protocol(bytes, ip);
    int sum = ~InternetChecksum.finish(pseudoHeader(bytes, ip, protocol, transportBytes));
    PacketBytes.put16(bytes, transport + checksumOffset(protocol), sum);
  }

  /** Writes the finished checksum, wherever the transport header is. */
  static void complete(byte[] bytes, int ip, int transport, int transportBytes, int protocol) {
    PacketBytes.put16(bytes, transport + checksumOffset(protocol), 0);
    finish(
        bytes,
        transport,
        transportBytes,
        checksumOffset(protocol),
        pseudoHeader(bytes, ip, protocol, transportBytes));
  }

  /**
   * Completes a checksum as the kernel asks for it: over everything from {@code start}, including
   * the unfinished sum, at any position.
   */
  static void completeFrom(byte[] bytes, int start, int length, int checksumOffset) {
    finish(bytes, start, length, checksumOffset, 0);
  }

  private static void finish(byte[] bytes, int start, int length, int checksumOffset, long before) {
    int checksum = InternetChecksum.finish(before + InternetChecksum.sum(bytes, start, length));
    // UDP reserves 0 for "no checksum"; for TCP both mean the same.
    PacketBytes.put16(
        bytes, start + checksumOffset, checksum == 0 ? NO_CHECKSUM_SUBSTITUTE : checksum);
  }

  private static long pseudoHeader(byte[] bytes, int ip, int protocol, int transportBytes) {
    return isIpv6(bytes, ip)
        ? InternetChecksum.pseudoHeader6(bytes, ip, protocol, transportBytes)
        : InternetChecksum.pseudoHeader4(bytes, ip, protocol, transportBytes);
  }

  /** A number that is equal for all packets of a flow. */
  static int flowHash(byte[] bytes, int ip, int length) {
    boolean isIpv6 = isIpv6(bytes, ip);
    int hash =
        isIpv6
            ? (int) (Ipv6Packet.destinationLow(bytes, ip) ^ Ipv6Packet.sourceLow(bytes, ip))
            : Ipv4Packet.source(bytes, ip) ^ Ipv4Packet.destination(bytes, ip);
    int transport = find(bytes, ip, length);
    int ports = transport == NONE ? protocol(bytes, ip) : PacketBytes.i32(bytes, transport);
    return mix(hash * 31 + ports);
  }

  /** Spreads a number over all bits. */
  static int mix(int number) {
    int mixed = number * 0x9e37_79b9;
    return mixed ^ mixed >>> 15;
  }
}
