package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;

/**
 * Which packets may be joined into one that stands for many: those that the kernel's own GRO would
 * join, so that cutting the result yields the same packets. Same flow and direction; equal TTL,
 * traffic class with ECN, DF and flow label; consecutive IPv4 identifications, or equal ones with
 * DF; no IP options. TCP: next sequence number, equal acknowledgement, window, options and flags;
 * FIN and PSH only on the last, CWR, SYN, RST and URG never. UDP: equal lengths; the last may be
 * shorter. Pure.
 */
final class JoinRules {
  /** May not be joined with others. */
  static final int ALONE = 0;

  private static final int IPV4_ID_AT = 4;
  private static final int IPV4_FLAGS_AT = 6;
  private static final int IPV4_ADDRESSES_AT = 12;
  private static final int IPV6_NEXT_AT = 6;
  private static final int IPV6_ADDRESSES_AT = 8;

  private static final int PORTS_BYTES = 4;
  private static final int SEQUENCE_AT = 4;
  private static final int ACKNOWLEDGEMENT_AT = 8;
  private static final int FLAGS_AT = 13;
  private static final int WINDOW_AT = 14;
  private static final int CHECKSUM_AT = 16;
  private static final int URGENT_AT = 18;

  static final int FIN = 0x01;
  static final int PSH = 0x08;
  private static final int ACK = 0x10;
  private static final int ECE = 0x40;

  private JoinRules() {}

  /**
   * Length of all headers of a packet to which others may be joined, or {@link #ALONE}.
   *
   * @param transport the result of {@link Transport#find}
   */
  static int headerBytes(byte[] bytes, int ip, int length, int transport) {
    boolean isTcp = Transport.protocol(bytes, ip) == Ipv4Packet.TCP;
    int header =
        transport
            - ip
            + (isTcp ? Transport.tcpHeaderBytes(bytes, transport) : UdpDatagram.HEADER_BYTES);
    boolean isUsual =
        Transport.isIpv6(bytes, ip)
            || (Ipv4Packet.headerBytes(bytes, ip) == Ipv4Packet.MIN_HEADER_BYTES
                && isHeaderSound(bytes, ip));
    boolean isPlain =
        isTcp
            ? (PacketBytes.u8(bytes, transport + FLAGS_AT) & ~(PSH | FIN | ECE)) == ACK
            : UdpDatagram.payloadBytes(bytes, transport) == length - header;
    return isUsual && isPlain && length > header ? header : ALONE;
  }

  private static boolean isHeaderSound(byte[] bytes, int ip) {
    return InternetChecksum.finish(InternetChecksum.sum(bytes, ip, Ipv4Packet.MIN_HEADER_BYTES))
        == 0;
  }

  /**
   * Whether the packet at {@code ip} continues those that were joined so far.
   *
   * @param joined where the headers of the first packet are, {@code headerBytes} long
   * @param packets how many packets were joined
   * @param payloadBytes their payload together
   */
  static boolean continues(
      byte[] bytes, int joined, int headerBytes, int packets, int payloadBytes, int ip) {
    boolean isIpv6 = Transport.isIpv6(bytes, joined);
    boolean sameIp = isIpv6 ? sameIpv6(bytes, joined, ip) : sameIpv4(bytes, joined, packets, ip);
    if (!sameIp) {
      return false;
    }
    int header = isIpv6 ? Ipv6Packet.HEADER_BYTES : Ipv4Packet.MIN_HEADER_BYTES;
    return Transport.protocol(bytes, joined) == Ipv4Packet.TCP
        ? continuesTcp(bytes, joined + header, headerBytes - header, payloadBytes, ip + header)
        : same(bytes, joined + header, ip + header, 0, PORTS_BYTES);
  }

  private static boolean sameIpv4(byte[] bytes, int joined, int packets, int ip) {
    int first = PacketBytes.u16(bytes, joined + IPV4_ID_AT);
    int id = PacketBytes.u16(bytes, ip + IPV4_ID_AT);
    boolean inARow = id == ((first + packets) & 0xffff);
    boolean fixed = id == first && Ipv4Packet.isDontFragment(bytes, joined);
    return (inARow || fixed)
        && same(bytes, joined, ip, 0, 2)
        && same(bytes, joined, ip, IPV4_FLAGS_AT, 4)
        && same(bytes, joined, ip, IPV4_ADDRESSES_AT, 8)
        && isHeaderSound(bytes, ip);
  }

  private static boolean sameIpv6(byte[] bytes, int joined, int ip) {
    return same(bytes, joined, ip, 0, 4)
        && same(bytes, joined, ip, IPV6_NEXT_AT, 2)
        && same(bytes, joined, ip, IPV6_ADDRESSES_AT, 32);
  }

  private static boolean continuesTcp(
      byte[] bytes, int joined, int tcpBytes, int payloadBytes, int tcp) {
    int expected = PacketBytes.i32(bytes, joined + SEQUENCE_AT) + payloadBytes;
    int changed = bytes[joined + FLAGS_AT] ^ bytes[tcp + FLAGS_AT];
    return PacketBytes.i32(bytes, tcp + SEQUENCE_AT) == expected
        && (changed & ~(FIN | PSH)) == 0
        && same(bytes, joined, tcp, 0, PORTS_BYTES)
        && same(bytes, joined, tcp, ACKNOWLEDGEMENT_AT, FLAGS_AT - ACKNOWLEDGEMENT_AT)
        && same(bytes, joined, tcp, WINDOW_AT, CHECKSUM_AT - WINDOW_AT)
        && same(bytes, joined, tcp, URGENT_AT, tcpBytes - URGENT_AT);
  }

  private static boolean same(byte[] bytes, int one, int other, int from, int count) {
    return Arrays.equals(
        bytes, one + from, one + from + count, bytes, other + from, other + from + count);
  }
}
