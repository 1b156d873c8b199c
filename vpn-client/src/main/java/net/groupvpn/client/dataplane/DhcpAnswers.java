package net.groupvpn.client.dataplane;

import java.util.Arrays;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.dhcp.DhcpReply;
import net.groupvpn.dhcpdns.dhcp.DhcpRequest;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import net.groupvpn.overlay.io.BootClock;

/**
 * Passes what clients on the device's link send to a DHCP server on to the {@link LocalService},
 * and its answers back, with whole checksums. Everything else of DHCP is dropped: servers on the
 * link are not the group's business, and those elsewhere are not the link's. Outbound thread only,
 * except for the replies.
 */
final class DhcpAnswers {
  /** Messages of all machines in a second in the long run, and at once after some quiet. */
  static final int PER_SECOND = 50;

  static final int BURST = 100;

  private static final int IP = Frame.IP;
  private static final int LIMITED_BROADCAST = -1;

  private final GroupAddresses addresses;
  private final LocalService service;
  private final FrameWriter writer;
  private final BootClock clock;
  private final PacketCounters counters;
  private final TokenBucket budget;

  DhcpAnswers(
      GroupAddresses addresses,
      LocalService service,
      FrameWriter writer,
      BootClock clock,
      PacketCounters counters) {
    this.addresses = addresses;
    this.service = service;
    this.writer = writer;
    this.clock = clock;
    this.counters = counters;
    this.budget = new TokenBucket(PER_SECOND, BURST, clock.bootNanos());
  }

  /** Handles a valid IPv4 packet with {@link DhcpPorts}. */
  void onIpv4(Frame frame) {
    if (!isForServer(frame) || !takeFromBudget() || !ask(frame)) {
      counters.increment(PacketCount.OUTBOUND_DHCP);
    }
  }

  private boolean isForServer(Frame frame) {
    byte[] bytes = frame.bytes;
    int destination = Ipv4Packet.destination(bytes, IP);
    int udp = IP + Ipv4Packet.headerBytes(bytes, IP);
    int length = Ipv4Packet.payloadBytes(bytes, IP);
    boolean isHere =
        destination == LIMITED_BROADCAST
            || addresses.isBroadcast(destination)
            || addresses.isService(destination);
    if (!isHere
        || Ipv4Packet.isFragment(bytes, IP)
        || !UdpDatagram.isValid(bytes, udp, length)
        || UdpDatagram.destinationPort(bytes, udp) != DhcpPorts.SERVER) {
      return false;
    }
    if (VirtioHeader.needsChecksum(bytes)) {
      // The kernel leaves the checksum to the device; the clients' own sockets do not.
      Transport.complete(bytes, IP, udp, length, Ipv4Packet.UDP);
    }
    return UdpDatagram.isChecksumValid4(bytes, IP, udp);
  }

  private boolean takeFromBudget() {
    boolean isWithin = budget.has(1, clock.bootNanos());
    if (isWithin) {
      budget.take(1);
    }
    return isWithin;
  }

  private boolean ask(Frame frame) {
    byte[] bytes = frame.bytes;
    int udp = IP + Ipv4Packet.headerBytes(bytes, IP);
    int payloadAt = udp + UdpDatagram.HEADER_BYTES;
    byte[] payload =
        Arrays.copyOfRange(bytes, payloadAt, payloadAt + UdpDatagram.payloadBytes(bytes, udp));
    long mac = EthernetFrame.source(bytes, Frame.ETHERNET);
    return service.onDhcp(new DhcpRequest(mac, mac == writer.ownMac(), payload), this::reply);
  }

  private void reply(DhcpReply reply) {
    byte[] payload = reply.message();
    int bytes = Ipv4Packet.MIN_HEADER_BYTES + UdpDatagram.HEADER_BYTES + payload.length;
    byte[] answer = new byte[IP + bytes];
    Ipv4Packet.writeHeader(
        answer,
        IP,
        addresses.service4(),
        reply.address(),
        Ipv4Packet.UDP,
        UdpDatagram.HEADER_BYTES + payload.length);
    UdpDatagram.write4(answer, IP, DhcpPorts.SERVER, DhcpPorts.CLIENT, payload);
    boolean written = writer.writeTo(reply.mac(), answer, EthernetFrame.TYPE_IPV4, bytes);
    counters.increment(written ? PacketCount.ANSWERED_DHCP : PacketCount.INBOUND_WRITE);
  }
}
