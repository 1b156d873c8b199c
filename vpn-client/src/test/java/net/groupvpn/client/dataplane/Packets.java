package net.groupvpn.client.dataplane;

import java.nio.ByteBuffer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.ArpPacket;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.UdpDatagram;

/** Packets as an operating system makes them. */
final class Packets {
  static final int PAYLOAD_BYTES = 20;
  static final int NEIGHBOUR_SOLICITATION = 135;
  static final int ROUTER_SOLICITATION = 133;
  static final Ipv6Address ALL_ROUTERS = new Ipv6Address(0xff02_0000_0000_0000L, 2);
  private static final int ECHO4 = 8;
  private static final int ECHO6 = 128;

  private Packets() {}

  /** An IPv4 packet with {@value #PAYLOAD_BYTES} bytes of an unused protocol. */
  static byte[] ipv4(Ipv4Address source, Ipv4Address destination) {
    return ipv4(source, destination, 253, new byte[PAYLOAD_BYTES]);
  }

  static byte[] ipv4(Ipv4Address source, Ipv4Address destination, int protocol, byte[] payload) {
    byte[] packet = new byte[Ipv4Packet.MIN_HEADER_BYTES + payload.length];
    int header =
        Ipv4Packet.writeHeader(
            packet, 0, source.bits(), destination.bits(), protocol, payload.length);
    System.arraycopy(payload, 0, packet, header, payload.length);
    return packet;
  }

  static byte[] ipv6(Ipv6Address source, Ipv6Address destination) {
    return ipv6(source, destination, 253, 64, new byte[PAYLOAD_BYTES]);
  }

  static byte[] ipv6(
      Ipv6Address source, Ipv6Address destination, int next, int hopLimit, byte[] payload) {
    byte[] packet = new byte[Ipv6Packet.HEADER_BYTES + payload.length];
    Ipv6Packet.writeHeader(packet, 0, next, hopLimit, payload.length);
    Ipv6Packet.writeAddresses(
        packet, 0, source.high(), source.low(), destination.high(), destination.low());
    System.arraycopy(payload, 0, packet, Ipv6Packet.HEADER_BYTES, payload.length);
    return packet;
  }

  static byte[] echo4(Ipv4Address source, Ipv4Address destination) {
    byte[] icmp = new byte[PAYLOAD_BYTES];
    icmp[0] = ECHO4;
    PacketBytes.put16(icmp, 2, InternetChecksum.finish(InternetChecksum.sum(icmp, 0, icmp.length)));
    return ipv4(source, destination, Ipv4Packet.ICMP, icmp);
  }

  static byte[] echo6(Ipv6Address source, Ipv6Address destination) {
    byte[] icmp = new byte[PAYLOAD_BYTES];
    icmp[0] = (byte) ECHO6;
    return icmp6(source, destination, icmp);
  }

  /** A neighbour solicitation for {@code target} to its solicited-node group. */
  static byte[] solicitation(Ipv6Address source, Ipv6Address target) {
    byte[] icmp =
        ByteBuffer.allocate(24)
            .put((byte) NEIGHBOUR_SOLICITATION)
            .putLong(8, target.high())
            .putLong(16, target.low())
            .array();
    long group = 0x1_ff00_0000L | (target.low() & 0xff_ffff);
    return icmp6(source, new Ipv6Address(0xff02_0000_0000_0000L, group), icmp);
  }

  static byte[] routerSolicitation(Ipv6Address source) {
    byte[] icmp = new byte[8];
    icmp[0] = (byte) ROUTER_SOLICITATION;
    return icmp6(source, ALL_ROUTERS, icmp);
  }

  private static byte[] icmp6(Ipv6Address source, Ipv6Address destination, byte[] icmp) {
    byte[] packet = ipv6(source, destination, Ipv6Packet.ICMP, 255, icmp);
    int at = Ipv6Packet.HEADER_BYTES;
    long sum =
        InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.ICMP, icmp.length)
            + InternetChecksum.sum(packet, at, icmp.length);
    PacketBytes.put16(packet, at + 2, InternetChecksum.finish(sum));
    return packet;
  }

  /** A UDP packet over IPv4 without checksum. */
  static byte[] udp4(Ipv4Address source, Ipv4Address destination, int port, byte[] payload) {
    byte[] udp = new byte[UdpDatagram.HEADER_BYTES + payload.length];
    PacketBytes.put16(udp, 0, 40_000);
    PacketBytes.put16(udp, 2, port);
    PacketBytes.put16(udp, 4, udp.length);
    System.arraycopy(payload, 0, udp, UdpDatagram.HEADER_BYTES, payload.length);
    return ipv4(source, destination, Ipv4Packet.UDP, udp);
  }

  /** A TCP segment from port 40,000. */
  static byte[] tcp4(
      Ipv4Address source,
      Ipv4Address destination,
      int port,
      TcpSegment.Control control,
      byte[] payload) {
    // The reply to what the destination would have sent.
    byte[] other = new byte[TcpSegment.MIN_HEADER_BYTES];
    PacketBytes.put16(other, 0, port);
    PacketBytes.put16(other, 2, 40_000);
    byte[] request =
        ipv4(/* source= */ destination, /* destination= */ source, Ipv4Packet.TCP, other);
    byte[] packet =
        new byte[Ipv4Packet.MIN_HEADER_BYTES + TcpSegment.MIN_HEADER_BYTES + payload.length];
    TcpSegment.writeReply4(packet, 0, request, 0, control, payload);
    return packet;
  }

  static byte[] arpRequest(long mac, Ipv4Address sender, Ipv4Address target) {
    byte[] packet = new byte[ArpPacket.BYTES];
    ArpPacket.writeRequest(packet, 0, mac, sender.bits(), target.bits());
    return packet;
  }

  /** An Ethernet frame around a packet. */
  static byte[] frame(long destination, long source, int type, byte[] packet) {
    byte[] frame = new byte[EthernetFrame.HEADER_BYTES + packet.length];
    EthernetFrame.write(frame, 0, destination, source, type);
    System.arraycopy(packet, 0, frame, EthernetFrame.HEADER_BYTES, packet.length);
    return frame;
  }

  /** A DATA record's plaintext around a packet. */
  static byte[] record(byte[] packet) {
    byte[] record = new byte[1 + packet.length];
    record[0] = DataFrame.IP_PACKET;
    System.arraycopy(packet, 0, record, 1, packet.length);
    return record;
  }
}
