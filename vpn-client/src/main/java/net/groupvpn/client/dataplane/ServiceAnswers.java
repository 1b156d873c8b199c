package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.dhcpdns.packet.IcmpUnreachable;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import net.groupvpn.overlay.io.BootClock;

/**
 * Answers at the network's service address: echo requests here, UDP and TCP through the {@link
 * LocalService}. What that does not serve is refused at once, so that nobody waits. Outbound thread
 * only, except for the replies.
 */
final class ServiceAnswers {
  private static final int IP = Frame.IP;

  private final LocalService service;
  private final FrameWriter writer;
  private final PacketCounters counters;
  private final ServiceStreams streams4;
  private final ServiceStreams streams6;

  ServiceAnswers(
      LocalService service,
      FrameWriter writer,
      BootClock clock,
      ServiceStreams.Timer timer,
      PacketCounters counters) {
    this.service = service;
    this.writer = writer;
    this.counters = counters;
    this.streams4 = new ServiceStreams(service, this::send4, clock::bootNanos, timer, counters);
    this.streams6 = new ServiceStreams(service, this::send6, clock::bootNanos, timer, counters);
  }

  /** Answers a valid IPv4 packet to the service address. */
  void onIpv4(Frame request) {
    byte[] frame = finished(request);
    int header = Ipv4Packet.headerBytes(frame, IP);
    if (IcmpEcho.isRequest4(frame, IP)) {
      byte[] answer = new byte[IP + IcmpEcho.replyBytes4(frame, IP)];
      int length = IcmpEcho.writeReply4(answer, IP, frame, IP);
      write(answer, EthernetFrame.TYPE_IPV4, length, PacketCount.ANSWERED_ECHO);
    } else if (Ipv4Packet.isFragment(frame, IP)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    } else {
      switch (Ipv4Packet.protocol(frame, IP)) {
        case Ipv4Packet.UDP -> onUdp4(frame, IP + header, Ipv4Packet.payloadBytes(frame, IP));
        case Ipv4Packet.TCP -> onTcp4(frame, IP + header, Ipv4Packet.payloadBytes(frame, IP));
        case Ipv4Packet.ICMP -> counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
        default -> {
          byte[] answer = new byte[IP + IcmpUnreachable.MAX_BYTES];
          int length = IcmpUnreachable.writeProtocol4(answer, IP, frame, IP);
          refuse(answer, EthernetFrame.TYPE_IPV4, length);
        }
      }
    }
  }

  private void onUdp4(byte[] frame, int udp, int length) {
    if (!UdpDatagram.isValid(frame, udp, length) || !UdpDatagram.isChecksumValid4(frame, IP, udp)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    } else if (!service.isServed(UdpDatagram.destinationPort(frame, udp))) {
      byte[] answer = new byte[IP + IcmpUnreachable.MAX_BYTES];
      refuse(answer, EthernetFrame.TYPE_IPV4, IcmpUnreachable.writePort4(answer, IP, frame, IP));
    } else if (!ask(frame, udp, source4(frame), EthernetFrame.TYPE_IPV4)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    }
  }

  private void onTcp4(byte[] frame, int tcp, int length) {
    if (!TcpSegment.isValid(frame, tcp, length)
        || !TcpSegment.isChecksumValid4(frame, IP, tcp, length)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
      return;
    }
    int data = tcp + TcpSegment.headerBytes(frame, tcp);
    streams4.onSegment(
        Arrays.copyOf(frame, data),
        0,
        VirtualAddress.mapped(Ipv4Packet.source(frame, IP)),
        tcp,
        Arrays.copyOfRange(frame, data, tcp + length));
  }

  /** Answers a valid IPv6 packet to the service address. */
  void onIpv6(Frame request) {
    byte[] frame = finished(request);
    int transport = IP + Ipv6Packet.HEADER_BYTES;
    if (IcmpEcho.isRequest6(frame, IP)) {
      byte[] answer = new byte[IP + Ipv6Packet.totalBytes(frame, IP)];
      int length = IcmpEcho.writeReply6(answer, IP, frame, IP);
      write(answer, EthernetFrame.TYPE_IPV6, length, PacketCount.ANSWERED_ECHO);
    } else {
      int length = Ipv6Packet.payloadBytes(frame, IP);
      switch (Ipv6Packet.nextHeader(frame, IP)) {
        case Ipv6Packet.UDP -> onUdp6(frame, transport, length);
        case Ipv6Packet.TCP -> onTcp6(frame, transport, length);
        case Ipv6Packet.ICMP, Ipv6Packet.FRAGMENT ->
            counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
        default -> {
          byte[] answer = new byte[IP + IcmpUnreachable.MAX_BYTES];
          int unknown = IcmpUnreachable.writeProtocol6(answer, IP, frame, IP);
          refuse(answer, EthernetFrame.TYPE_IPV6, unknown);
        }
      }
    }
  }

  private void onUdp6(byte[] frame, int udp, int length) {
    if (!UdpDatagram.isValid(frame, udp, length) || !UdpDatagram.isChecksumValid6(frame, IP, udp)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    } else if (!service.isServed(UdpDatagram.destinationPort(frame, udp))) {
      byte[] answer = new byte[IP + IcmpUnreachable.MAX_BYTES];
      refuse(answer, EthernetFrame.TYPE_IPV6, IcmpUnreachable.writePort6(answer, IP, frame, IP));
    } else if (!ask(frame, udp, source6(frame), EthernetFrame.TYPE_IPV6)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    }
  }

  private void onTcp6(byte[] frame, int tcp, int length) {
    if (!TcpSegment.isValid(frame, tcp, length)
        || !TcpSegment.isChecksumValid6(frame, IP, tcp, length)) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
      return;
    }
    int data = tcp + TcpSegment.headerBytes(frame, tcp);
    streams6.onSegment(
        Arrays.copyOf(frame, data),
        Ipv6Packet.sourceHigh(frame, IP),
        Ipv6Packet.sourceLow(frame, IP),
        tcp,
        Arrays.copyOfRange(frame, data, tcp + length));
  }

  private boolean send4(byte[] headers, TcpSegment.Control control, byte[] payload) {
    byte[] out =
        new byte[IP + Ipv4Packet.MIN_HEADER_BYTES + TcpSegment.MIN_HEADER_BYTES + payload.length];
    int length = TcpSegment.writeReply4(out, IP, headers, IP, control, payload);
    return write(out, EthernetFrame.TYPE_IPV4, length, count(control));
  }

  private boolean send6(byte[] headers, TcpSegment.Control control, byte[] payload) {
    byte[] out =
        new byte[IP + Ipv6Packet.HEADER_BYTES + TcpSegment.MIN_HEADER_BYTES + payload.length];
    int length = TcpSegment.writeReply6(out, IP, headers, IP, control, payload);
    return write(out, EthernetFrame.TYPE_IPV6, length, count(control));
  }

  private static PacketCount count(TcpSegment.Control control) {
    boolean isRefusal = (control.flags() & TcpSegment.RST) != 0;
    return isRefusal ? PacketCount.OUTBOUND_NO_SERVICE : PacketCount.ANSWERED_LOCAL;
  }

  private void refuse(byte[] answer, int etherType, int length) {
    if (length == 0) {
      counters.increment(PacketCount.OUTBOUND_NO_SERVICE);
    } else {
      write(answer, etherType, length, PacketCount.OUTBOUND_NO_SERVICE);
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

  private static Ipv6Address source4(byte[] frame) {
    return new Ipv6Address(0, VirtualAddress.mapped(Ipv4Packet.source(frame, IP)));
  }

  private static Ipv6Address source6(byte[] frame) {
    return new Ipv6Address(Ipv6Packet.sourceHigh(frame, IP), Ipv6Packet.sourceLow(frame, IP));
  }

  private boolean ask(byte[] frame, int udp, Ipv6Address source, int etherType) {
    int payloadAt = udp + UdpDatagram.HEADER_BYTES;
    byte[] payload =
        Arrays.copyOfRange(frame, payloadAt, payloadAt + UdpDatagram.payloadBytes(frame, udp));
    byte[] headers = Arrays.copyOf(frame, payloadAt);
    int port = UdpDatagram.destinationPort(frame, udp);
    return service.onRequest(
        new LocalService.Request(port, false, source, payload),
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

  private boolean write(byte[] answer, int etherType, int length, PacketCount success) {
    boolean written = writer.write(answer, etherType, length);
    counters.increment(written ? success : PacketCount.INBOUND_WRITE);
    return written;
  }
}
