package net.groupvpn.client.device;

import java.net.InetAddress;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import net.groupvpn.overlay.path.Endpoint;

/**
 * Writes UDP datagrams as Ethernet frames, several of one length as one frame that the kernel, or
 * the network card, cuts; each after a {@link VirtioHeader}. Pure.
 */
final class OwnFrame {
  /** Longest headers before the payload, bytes. */
  static final int MAX_HEADERS_BYTES =
      VirtioHeader.BYTES
          + EthernetFrame.HEADER_BYTES
          + Ipv6Packet.HEADER_BYTES
          + UdpDatagram.HEADER_BYTES;

  private static final int ETHERNET = VirtioHeader.BYTES;
  private static final int IP = ETHERNET + EthernetFrame.HEADER_BYTES;
  private static final int IPV4_BYTES = 4;
  private static final int UDP_CHECKSUM_AT = 6;
  private static final int DEFAULT_HOP_LIMIT = 64;

  private OwnFrame() {}

  /** Both ends, of one family. */
  record Ends(long ownMac, long nextMac, InetAddress source, int sourcePort, Endpoint to) {}

  /** Length of IP and UDP headers. */
  static int headerBytes(InetAddress to) {
    boolean isIpv4 = to.getAddress().length == IPV4_BYTES;
    return (isIpv4 ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES)
        + UdpDatagram.HEADER_BYTES;
  }

  /**
   * Writes a frame.
   *
   * @param out at least {@link #MAX_HEADERS_BYTES} longer than the payload
   * @param segmentBytes length of each datagram but the last
   * @return how many bytes were written
   */
  static int write(
      byte[] out, Ends ends, byte[] payload, int offset, int length, int segmentBytes) {
    byte[] destination = ends.to().address().getAddress();
    boolean isIpv4 = destination.length == IPV4_BYTES;
    int udpBytes = UdpDatagram.HEADER_BYTES + length;
    int type = isIpv4 ? EthernetFrame.TYPE_IPV4 : EthernetFrame.TYPE_IPV6;
    EthernetFrame.write(out, ETHERNET, ends.nextMac(), ends.ownMac(), type);
    int udp = IP + (isIpv4 ? ipv4(out, ends, udpBytes) : ipv6(out, ends, udpBytes));
    PacketBytes.put16(out, udp, ends.sourcePort());
    PacketBytes.put16(out, udp + 2, ends.to().port());
    PacketBytes.put16(out, udp + 4, udpBytes);
    long pseudo =
        isIpv4
            ? InternetChecksum.pseudoHeader4(out, IP, Ipv4Packet.UDP, udpBytes)
            : InternetChecksum.pseudoHeader6(out, IP, Ipv6Packet.UDP, udpBytes);
    PacketBytes.put16(out, udp + UDP_CHECKSUM_AT, ~InternetChecksum.finish(pseudo));
    VirtioHeader.writePartial(out, udp - ETHERNET, UDP_CHECKSUM_AT);
    int data = udp + UdpDatagram.HEADER_BYTES;
    if (length > segmentBytes) {
      VirtioHeader.writeSegmentation(out, VirtioHeader.GSO_UDP, data - ETHERNET, segmentBytes);
    }
    System.arraycopy(payload, offset, out, data, length);
    return data + length;
  }

  private static int ipv4(byte[] out, Ends ends, int udpBytes) {
    int source = PacketBytes.i32(ends.source().getAddress(), 0);
    int destination = PacketBytes.i32(ends.to().address().getAddress(), 0);
    return Ipv4Packet.writeHeader(out, IP, source, destination, Ipv4Packet.UDP, udpBytes);
  }

  private static int ipv6(byte[] out, Ends ends, int udpBytes) {
    byte[] source = ends.source().getAddress();
    byte[] destination = ends.to().address().getAddress();
    Ipv6Packet.writeHeader(out, IP, Ipv6Packet.UDP, DEFAULT_HOP_LIMIT, udpBytes);
    Ipv6Packet.writeAddresses(
        out,
        IP,
        PacketBytes.i64(source, 0),
        PacketBytes.i64(source, Long.BYTES),
        PacketBytes.i64(destination, 0),
        PacketBytes.i64(destination, Long.BYTES));
    return Ipv6Packet.HEADER_BYTES;
  }
}
