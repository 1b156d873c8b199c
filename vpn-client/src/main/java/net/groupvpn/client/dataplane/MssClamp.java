package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Lowers the maximum segment size that a TCP connection's first packets announce (RFC 9293 3.7.1),
 * so that the other end's packets fit into the tunnel at once. Never raises it, and never changes a
 * packet that it cannot parse completely.
 */
final class MssClamp {
  private static final int TCP_HEADER_BYTES = 20;
  private static final int VERSION_4 = 4;
  private static final int VERSION_6 = 6;
  private static final int DATA_OFFSET_AT = 12;
  private static final int FLAGS_AT = 13;
  private static final int CHECKSUM_AT = 16;
  private static final int SYN = 0x02;
  private static final int OPTION_END = 0;
  private static final int OPTION_NOTHING = 1;
  private static final int OPTION_MSS = 2;
  private static final int OPTION_MSS_BYTES = 4;
  private static final int MIN_OPTION_BYTES = 2;

  private MssClamp() {}

  /**
   * Lowers the option in place if the packet is a SYN or SYN-ACK that announces more than fits.
   *
   * @param mtuBytes longest IP packet that passes
   * @param checksumPartial whether the checksum holds only the pseudo-header's sum, which does not
   *     depend on the option; otherwise it is updated as in RFC 1624
   * @return whether the packet was changed
   */
  static boolean lower(byte[] bytes, int ip, int length, int mtuBytes, boolean checksumPartial) {
    int tcp = tcpOffset(bytes, ip, length);
    if (tcp < 0 || (bytes[tcp + FLAGS_AT] & SYN) == 0) {
      return false;
    }
    int end = tcp + (PacketBytes.u8(bytes, tcp + DATA_OFFSET_AT) >>> 4) * 4;
    int option = end <= packetEnd(bytes, ip) ? findMss(bytes, tcp + TCP_HEADER_BYTES, end) : -1;
    int headers = TCP_HEADER_BYTES + (isIpv4(bytes, ip) ? 20 : Ipv6Packet.HEADER_BYTES);
    int largest = mtuBytes - headers;
    if (option < 0 || largest <= 0 || PacketBytes.u16(bytes, option) <= largest) {
      return false;
    }
    int before = PacketBytes.u16(bytes, option);
    PacketBytes.put16(bytes, option, largest);
    if (!checksumPartial) {
      updateChecksum(bytes, tcp, (option - tcp) % 2 != 0, before, largest);
    }
    return true;
  }

  private static boolean isIpv4(byte[] bytes, int ip) {
    return (bytes[ip] & 0xff) >>> 4 == VERSION_4;
  }

  /** Where the TCP header begins; -1 without a complete one in an unfragmented packet. */
  private static int tcpOffset(byte[] bytes, int ip, int length) {
    if (length < 1) {
      return -1;
    }
    int tcp =
        switch ((bytes[ip] & 0xff) >>> 4) {
          case VERSION_4 ->
              Ipv4Packet.isValid(bytes, ip, length)
                      && Ipv4Packet.protocol(bytes, ip) == Ipv4Packet.TCP
                      && !Ipv4Packet.isFragment(bytes, ip)
                  ? ip + Ipv4Packet.headerBytes(bytes, ip)
                  : -1;
          case VERSION_6 ->
              Ipv6Packet.isValid(bytes, ip, length)
                      && Ipv6Packet.nextHeader(bytes, ip) == Ipv6Packet.TCP
                  ? ip + Ipv6Packet.HEADER_BYTES
                  : -1;
          default -> -1;
        };
    return tcp >= 0 && packetEnd(bytes, ip) - tcp >= TCP_HEADER_BYTES ? tcp : -1;
  }

  private static int packetEnd(byte[] bytes, int ip) {
    return ip
        + (isIpv4(bytes, ip) ? Ipv4Packet.totalBytes(bytes, ip) : Ipv6Packet.totalBytes(bytes, ip));
  }

  /** Where the value of the option is, or -1. */
  private static int findMss(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != OPTION_END) {
      if (bytes[at] == OPTION_NOTHING) {
        at++;
        continue;
      }
      int optionBytes = end - at < MIN_OPTION_BYTES ? 0 : PacketBytes.u8(bytes, at + 1);
      if (optionBytes < MIN_OPTION_BYTES || optionBytes > end - at) {
        return -1;
      }
      if (bytes[at] == OPTION_MSS) {
        return optionBytes == OPTION_MSS_BYTES ? at + 2 : -1;
      }
      at += optionBytes;
    }
    return -1;
  }

  /**
   * RFC 1624 (3): HC' = ~(~HC + ~m + m'); a value across two words counts with its bytes swapped.
   */
  private static void updateChecksum(byte[] bytes, int tcp, boolean odd, int before, int after) {
    int checksum = PacketBytes.u16(bytes, tcp + CHECKSUM_AT);
    int old = odd ? exchanged(before) : before;
    int now = odd ? exchanged(after) : after;
    int sum = (~checksum & 0xffff) + (~old & 0xffff) + now;
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    PacketBytes.put16(bytes, tcp + CHECKSUM_AT, ~sum);
  }

  private static int exchanged(int value) {
    return (value & 0xff) << 8 | value >>> 8;
  }
}
