package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Headers;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;

/**
 * Recognises DHCP of both families by its ports. It belongs to one link: no other member's server
 * may answer here, and no client of this machine's may reach one there. The first fragment of a
 * packet has the ports, and the others are useless without it. An IPv6 packet whose headers are cut
 * before the ports counts as DHCP: nobody sends such a one in earnest.
 */
final class DhcpPorts {
  /** A server listens here. */
  static final int SERVER = 67;

  /** A client listens here. */
  static final int CLIENT = 68;

  private static final int CLIENT6 = 546;
  private static final int SERVER6 = 547;
  private static final int FRAGMENT_AT = 6;
  private static final int FRAGMENT_OFFSET_MASK = 0x1fff;

  private DhcpPorts() {}

  /** Whether the valid IP packet at {@code ip} is from or to one of these ports. */
  static boolean areUsed(byte[] bytes, int ip, boolean isIpv6) {
    return isIpv6 ? areUsed6(bytes, ip) : areUsed4(bytes, ip);
  }

  private static boolean areUsed4(byte[] bytes, int ip) {
    if (Ipv4Packet.protocol(bytes, ip) != Ipv4Packet.UDP
        || (PacketBytes.u16(bytes, ip + FRAGMENT_AT) & FRAGMENT_OFFSET_MASK) != 0
        || Ipv4Packet.payloadBytes(bytes, ip) < UdpDatagram.HEADER_BYTES) {
      return false;
    }
    int udp = ip + Ipv4Packet.headerBytes(bytes, ip);
    return is4(UdpDatagram.sourcePort(bytes, udp)) || is4(UdpDatagram.destinationPort(bytes, udp));
  }

  private static boolean areUsed6(byte[] bytes, int ip) {
    long found = Ipv6Headers.find(bytes, ip);
    if (found == Ipv6Headers.CUT) {
      return true;
    }
    if (found == Ipv6Headers.HIDDEN || Ipv6Headers.protocol(found) != Ipv6Packet.UDP) {
      return false;
    }
    int udp = Ipv6Headers.offset(found);
    if (ip + Ipv6Packet.totalBytes(bytes, ip) - udp < UdpDatagram.HEADER_BYTES) {
      return true;
    }
    return is6(UdpDatagram.sourcePort(bytes, udp)) || is6(UdpDatagram.destinationPort(bytes, udp));
  }

  private static boolean is4(int port) {
    return port == SERVER || port == CLIENT;
  }

  private static boolean is6(int port) {
    return port == SERVER6 || port == CLIENT6;
  }
}
