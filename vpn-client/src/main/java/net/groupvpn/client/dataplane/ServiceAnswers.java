package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.UdpDatagram;

/**
 * What the network's service address answers: echo requests here, UDP by the {@link LocalService}.
 * Outbound thread only, but for the replies.
 */
final class ServiceAnswers {
  private static final int IP = Frame.IP;

  private final LocalService service;
  private final FrameWriter writer;
  private final PacketCounters counters;

  ServiceAnswers(LocalService service, FrameWriter writer, PacketCounters counters) {
    this.service = service;
    this.writer = writer;
    this.counters = counters;
  }

  /** Answers a valid IPv4 packet to the service address. */
  void onIpv4(Frame request) {
    byte[] frame = finished(request);
    int header = Ipv4Packet.headerBytes(frame, IP);
    int udp = IP + header;
    if (IcmpEcho.isRequest4(frame, IP)) {
      byte[] answer = new byte[IP + IcmpEcho.replyBytes4(frame, IP)];
      int length = IcmpEcho.writeReply4(answer, IP, frame, IP);
      write(answer, EthernetFrame.TYPE_IPV4, length, PacketCount.ANSWERED_ECHO);
    } else if (Ipv4Packet.protocol(frame, IP) != Ipv4Packet.UDP
        || Ipv4Packet.isFragment(frame, IP)
        || !UdpDatagram.isValid(frame, udp, Ipv4Packet.payloadBytes(frame, IP))
        || !UdpDatagram.isChecksumValid4(frame, IP, udp)
        || !ask(frame, udp, EthernetFrame.TYPE_IPV4)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    }
  }

  /** Answers a valid IPv6 packet to the service address. */
  void onIpv6(Frame request) {
    byte[] frame = finished(request);
    int udp = IP + Ipv6Packet.HEADER_BYTES;
    if (IcmpEcho.isRequest6(frame, IP)) {
      byte[] answer = new byte[IP + Ipv6Packet.totalBytes(frame, IP)];
      int length = IcmpEcho.writeReply6(answer, IP, frame, IP);
      write(answer, EthernetFrame.TYPE_IPV6, length, PacketCount.ANSWERED_ECHO);
    } else if (Ipv6Packet.nextHeader(frame, IP) != Ipv6Packet.UDP
        || !UdpDatagram.isValid(frame, udp, Ipv6Packet.payloadBytes(frame, IP))
        || !UdpDatagram.isChecksumValid6(frame, IP, udp)
        || !ask(frame, udp, EthernetFrame.TYPE_IPV6)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    }
  }

  /** The kernel leaves the checksum to the device. */
  private static byte[] finished(Frame request) {
    byte[] bytes = request.bytes;
    int transport = Transport.find(bytes, IP, request.packetBytes());
    if (VirtioHeader.needsChecksum(bytes) && transport != Transport.NONE) {
      int length = request.length - transport;
      Transport.complete(bytes, IP, transport, length, Transport.protocol(bytes, IP));
    }
    return bytes;
  }

  private boolean ask(byte[] frame, int udp, int etherType) {
    int payloadAt = udp + UdpDatagram.HEADER_BYTES;
    byte[] payload =
        Arrays.copyOfRange(frame, payloadAt, payloadAt + UdpDatagram.payloadBytes(frame, udp));
    byte[] headers = Arrays.copyOf(frame, payloadAt);
    return service.onRequest(
        UdpDatagram.destinationPort(frame, udp),
        payload,
        answer -> reply(headers, etherType, answer));
  }

  private void reply(byte[] requestHeaders, int etherType, byte[] payload) {
    if (payload.length > LocalService.Reply.MAX_PAYLOAD_BYTES) {
      counters.increment(PacketCount.LOCAL_ANSWER_TOO_LONG);
      return;
    }
    byte[] answer =
        new byte[IP + Ipv6Packet.HEADER_BYTES + UdpDatagram.HEADER_BYTES + payload.length];
    int length =
        etherType == EthernetFrame.TYPE_IPV4
            ? UdpDatagram.writeReply4(answer, IP, requestHeaders, IP, payload)
            : UdpDatagram.writeReply6(answer, IP, requestHeaders, IP, payload);
    write(answer, etherType, length, PacketCount.ANSWERED_LOCAL);
  }

  private void write(byte[] answer, int etherType, int length, PacketCount success) {
    boolean written = writer.write(answer, etherType, length);
    counters.increment(written ? success : PacketCount.INBOUND_WRITE);
  }
}
