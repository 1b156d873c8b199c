package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import org.jspecify.annotations.Nullable;

/**
 * One UDP port of a member, which has one port outside, whomever it talks to (RFC 4787 REQ-1). Only
 * addresses that the member has sent to may answer (REQ-8, address-dependent filtering). What the
 * member sends keeps it alive (REQ-6). Of the NAT's thread only.
 */
public final class UdpMapping extends Timed {
  /** RFC 4787 REQ-5. */
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Of a port that has asked name servers alone: there is a new one for each question. */
  static final long DNS_IDLE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Not taken from a member before, even if it needs the place (RFC 4787 REQ-5). */
  static final long MIN_IDLE_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** Addresses that may answer; past this the one that was added first is forgotten. */
  static final int MAX_PEERS = 256;

  private static final int DNS_PORT = 53;
  private static final int DESTINATION_AT = 2;
  private static final int LENGTH_AT = 4;
  private static final int CHECKSUM_AT = 6;
  private static final int HOP_LIMIT = 64;
  private static final int NO_CHECKSUM_SUBSTITUTE = 0xffff;

  /** Addresses that may answer, each as the JDK has it. */
  private final Map<NatAddress, InetAddress> peers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NatAddress, InetAddress> eldest) {
          return size() > MAX_PEERS;
        }
      };

  final NatAddress address;
  final int port;
  final MemberAccount account;
  private final UdpTable table;
  private final NatContext context;
  private Outside.@Nullable DatagramPort outsidePort;
  private boolean isForDns = true;
  private long lastSentNanos;

  UdpMapping(
      UdpTable table, NatContext context, MemberAccount account, NatAddress address, int port) {
    this.table = table;
    this.context = context;
    this.account = account;
    this.address = address;
    this.port = port;
  }

  void start(Outside.DatagramPort opened) {
    outsidePort = opened;
  }

  /** Whether the member has sent there, so that the address is known to be allowed. */
  boolean knows(NatAddress peer) {
    return peers.containsKey(peer);
  }

  /** After the rule for destinations has changed. */
  void forgetPeers() {
    peers.clear();
  }

  /** Sends a member's datagram to where the member may go. */
  Outside.Sent send(long now, IpPacket packet, int destinationPort) {
    InetAddress to =
        peers.computeIfAbsent(packet.destination, destination -> destination.toInetAddress());
    isForDns &= destinationPort == DNS_PORT;
    lastSentNanos = now;
    set(NatTimer.IDLE, now + (isForDns ? DNS_IDLE_NANOS : IDLE_NANOS));
    context.deadlines().schedule(this);
    int length = UdpDatagram.payloadBytes(packet.bytes, packet.payloadAt);
    int at = packet.payloadAt + UdpDatagram.HEADER_BYTES;
    return outsidePort == null
        ? Outside.Sent.DROPPED
        : outsidePort.send(
            new InetSocketAddress(to, destinationPort), ByteBuffer.wrap(packet.bytes, at, length));
  }

  /** Something has come to the port outside. */
  public void onDatagram(InetSocketAddress from, ByteBuffer payload) {
    NatAddress source = NatAddress.of(from.getAddress());
    if (!knows(source) || source.isIpv4() != address.isIpv4() || from.getPort() == 0) {
      context.counts().increment(NatCounter.DROPPED_UDP_UNASKED);
      return;
    }
    int length = UdpDatagram.HEADER_BYTES + payload.remaining();
    boolean isIpv4 = address.isIpv4();
    int udp = isIpv4 ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES;
    byte[] packet = new byte[udp + length];
    payload.get(packet, udp + UdpDatagram.HEADER_BYTES, payload.remaining());
    PacketBytes.put16(packet, udp, from.getPort());
    PacketBytes.put16(packet, udp + DESTINATION_AT, port);
    PacketBytes.put16(packet, udp + LENGTH_AT, length);
    long pseudo = writeIpHeader(packet, source, length);
    int checksum = InternetChecksum.finish(pseudo + InternetChecksum.sum(packet, udp, length));
    PacketBytes.put16(packet, udp + CHECKSUM_AT, checksum == 0 ? NO_CHECKSUM_SUBSTITUTE : checksum);
    context.output().send(account, packet);
  }

  /** Returns the sum over the pseudo-header. */
  private long writeIpHeader(byte[] packet, NatAddress from, int length) {
    if (address.isIpv4()) {
      Ipv4Packet.writeHeader(packet, 0, from.ipv4(), address.ipv4(), Ipv4Packet.UDP, length);
      return InternetChecksum.pseudoHeader4(packet, 0, Ipv4Packet.UDP, length);
    }
    Ipv6Packet.writeHeader(packet, 0, Ipv6Packet.UDP, HOP_LIMIT, length);
    Ipv6Packet.writeAddresses(packet, 0, from.high(), from.low(), address.high(), address.low());
    return InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.UDP, length);
  }

  long lastSentNanos() {
    return lastSentNanos;
  }

  @Override
  void onDue(long now) {
    end();
  }

  void end() {
    clearAll();
    if (outsidePort != null) {
      outsidePort.close();
      outsidePort = null;
    }
    table.onEnded(this);
  }
}
