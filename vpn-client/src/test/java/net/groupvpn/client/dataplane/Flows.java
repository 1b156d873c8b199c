package net.groupvpn.client.dataplane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/** Packets of TCP and UDP flows from this node to its peer, as a kernel makes them. */
final class Flows {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int PSH = 0x08;
  static final int ACK = 0x10;
  static final int ECE = 0x40;
  static final int CWR = 0x80;
  private static final int TIMESTAMPS_BYTES = 12;

  private Flows() {}

  /** The varying fields of a TCP packet. */
  record Tcp(boolean isIpv6, int sequence, int flags, int id) {}

  /** A TCP packet with timestamps and a finished checksum. */
  static byte[] tcp(Tcp what, byte[] payload) {
    byte[] segment = new byte[20 + TIMESTAMPS_BYTES + payload.length];
    PacketBytes.put16(segment, 0, 40_000);
    PacketBytes.put16(segment, 2, 80);
    PacketBytes.put32(segment, 4, what.sequence());
    PacketBytes.put32(segment, 8, 77);
    segment[12] = (byte) (((20 + TIMESTAMPS_BYTES) / 4) << 4);
    segment[13] = (byte) what.flags();
    PacketBytes.put16(segment, 14, 5_000);
    segment[20] = 1;
    segment[21] = 1;
    segment[22] = 8;
    segment[23] = 10;
    System.arraycopy(payload, 0, segment, 20 + TIMESTAMPS_BYTES, payload.length);
    return finished(wrap(what.isIpv6(), Ipv4Packet.TCP, segment, what.id()));
  }

  /** A UDP packet with a finished checksum. */
  static byte[] udp(boolean isIpv6, byte[] payload, int id) {
    byte[] datagram = new byte[8 + payload.length];
    PacketBytes.put16(datagram, 0, 40_000);
    PacketBytes.put16(datagram, 2, 53_000);
    PacketBytes.put16(datagram, 4, datagram.length);
    System.arraycopy(payload, 0, datagram, 8, payload.length);
    return finished(wrap(isIpv6, Ipv4Packet.UDP, datagram, id));
  }

  private static byte[] wrap(boolean isIpv6, int protocol, byte[] payload, int id) {
    if (isIpv6) {
      return Packets.ipv6(DataPlaneBed.ME6, DataPlaneBed.PEER6, protocol, 64, payload);
    }
    byte[] packet = Packets.ipv4(DataPlaneBed.ME4, DataPlaneBed.PEER4, protocol, payload);
    PacketBytes.put16(packet, 4, id);
    PacketBytes.put16(packet, 10, 0);
    PacketBytes.put16(packet, 10, InternetChecksum.finish(InternetChecksum.sum(packet, 0, 20)));
    return packet;
  }

  /** The packet with its transport checksum finished. */
  static byte[] finished(byte[] packet) {
    byte[] whole = packet.clone();
    int transport = Transport.find(whole, 0, whole.length);
    int protocol = Transport.protocol(whole, 0);
    Transport.complete(whole, 0, transport, whole.length - transport, protocol);
    return whole;
  }

  /**
   * The frame in which a kernel with TSO or USO passes many packets of one flow.
   *
   * @param whole one packet with all their payload
   */
  static byte[] superFrame(byte[] whole, int headerBytes, int segmentBytes) {
    byte[] frame = new byte[Frame.IP + whole.length];
    System.arraycopy(whole, 0, frame, Frame.IP, whole.length);
    boolean isIpv6 = Transport.isIpv6(whole, 0);
    int type = isIpv6 ? EthernetFrame.TYPE_IPV6 : EthernetFrame.TYPE_IPV4;
    EthernetFrame.write(frame, Frame.ETHERNET, FrameWriter.ROUTER_MAC, DataPlaneBed.TAP_MAC, type);
    int transport = Transport.find(frame, Frame.IP, whole.length);
    boolean isTcp = Transport.protocol(whole, 0) == Ipv4Packet.TCP;
    Transport.writePartial(frame, Frame.IP, transport, frame.length - transport);
    VirtioHeader.writePartial(
        frame, transport - Frame.ETHERNET, Transport.checksumOffset(Transport.protocol(whole, 0)));
    int tcpKind = isIpv6 ? VirtioHeader.GSO_TCP6 : VirtioHeader.GSO_TCP4;
    VirtioHeader.writeSegmentation(
        frame, isTcp ? tcpKind : VirtioHeader.GSO_UDP, headerBytes, segmentBytes);
    return frame;
  }

  /** What a network card would make of a super-frame, with finished checksums: the reference. */
  static List<byte[]> cut(byte[] frame) {
    List<byte[]> packets = new ArrayList<>();
    int segment = VirtioHeader.segmentBytes(frame);
    byte[] whole = Arrays.copyOfRange(frame, Frame.IP, frame.length);
    if (VirtioHeader.segmentation(frame) == VirtioHeader.GSO_NONE) {
      return List.of(VirtioHeader.needsChecksum(frame) ? finished(whole) : whole);
    }
    boolean isIpv6 = Transport.isIpv6(whole, 0);
    boolean isTcp = Transport.protocol(whole, 0) == Ipv4Packet.TCP;
    int transport = Transport.find(whole, 0, whole.length);
    int headers = transport + (isTcp ? Transport.tcpHeaderBytes(whole, transport) : 8);
    for (int at = headers; at < whole.length; at += segment) {
      int length = Math.min(segment, whole.length - at);
      byte[] packet = Arrays.copyOf(whole, headers + length);
      System.arraycopy(whole, at, packet, headers, length);
      if (isIpv6) {
        PacketBytes.put16(packet, 4, packet.length - Ipv6Packet.HEADER_BYTES);
      } else {
        PacketBytes.put16(packet, 2, packet.length);
        PacketBytes.put16(packet, 4, PacketBytes.u16(whole, 4) + packets.size());
        PacketBytes.put16(packet, 10, 0);
        PacketBytes.put16(packet, 10, InternetChecksum.finish(InternetChecksum.sum(packet, 0, 20)));
      }
      if (isTcp) {
        PacketBytes.put32(
            packet, transport + 4, PacketBytes.i32(whole, transport + 4) + at - headers);
        int flags = whole[transport + 13];
        flags &= at == headers ? ~0 : ~CWR;
        flags &= at + length == whole.length ? ~0 : ~(FIN | PSH);
        packet[transport + 13] = (byte) flags;
      } else {
        PacketBytes.put16(packet, transport + 4, 8 + length);
      }
      packets.add(finished(packet));
    }
    return packets;
  }

  static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
