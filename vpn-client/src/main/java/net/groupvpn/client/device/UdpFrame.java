package net.groupvpn.client.device;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A UDP datagram, or several of one length that the kernel has joined, in an Ethernet frame after a
 * {@link VirtioHeader}. Checksums are left to the records inside, which nobody can forge.
 *
 * @param from the sender; null for port 0, which nobody can answer
 * @param asked at which of this machine's addresses, 16 bytes, an IPv4 address mapped
 * @param payloadAt where the payload begins
 * @param payloadBytes its length
 * @param segmentBytes length of each datagram but the last
 */
record UdpFrame(
    @Nullable Endpoint from, byte[] asked, int payloadAt, int payloadBytes, int segmentBytes) {
  private static final int ETHERNET = VirtioHeader.BYTES;
  private static final int IP = ETHERNET + EthernetFrame.HEADER_BYTES;
  private static final int SOURCE4_AT = 12;
  private static final int DESTINATION4_AT = 16;
  private static final int SOURCE6_AT = 8;
  private static final int DESTINATION6_AT = 24;
  private static final int IPV6_BYTES = 16;
  private static final long MAPPED = 0xffff;
  private static final int IPV4_BYTES = 4;

  /** Reads one; null if it is malformed, or anything else. */
  static @Nullable UdpFrame parse(byte[] frame, int length) {
    if (length < IP) {
      return null;
    }
    return switch (EthernetFrame.type(frame, ETHERNET)) {
      case EthernetFrame.TYPE_IPV4 -> parse4(frame, length);
      case EthernetFrame.TYPE_IPV6 -> parse6(frame, length);
      default -> null;
    };
  }

  private static @Nullable UdpFrame parse4(byte[] frame, int length) {
    if (!Ipv4Packet.isValid(frame, IP, length - IP)
        || Ipv4Packet.isFragment(frame, IP)
        || Ipv4Packet.protocol(frame, IP) != Ipv4Packet.UDP) {
      return null;
    }
    byte[] asked = new byte[IPV6_BYTES];
    Arrays.fill(asked, IPV6_BYTES - IPV4_BYTES - 2, IPV6_BYTES - IPV4_BYTES, (byte) 0xff);
    System.arraycopy(frame, IP + DESTINATION4_AT, asked, IPV6_BYTES - IPV4_BYTES, IPV4_BYTES);
    int source = IP + SOURCE4_AT;
    byte[] from = Arrays.copyOfRange(frame, source, source + IPV4_BYTES);
    return udp(
        frame,
        IP + Ipv4Packet.headerBytes(frame, IP),
        IP + Ipv4Packet.totalBytes(frame, IP),
        from,
        asked);
  }

  private static @Nullable UdpFrame parse6(byte[] frame, int length) {
    if (!Ipv6Packet.isValid(frame, IP, length - IP)
        || Ipv6Packet.nextHeader(frame, IP) != Ipv6Packet.UDP) {
      return null;
    }
    int source = IP + SOURCE6_AT;
    int destination = IP + DESTINATION6_AT;
    if (isMapped(frame, source) || isMapped(frame, destination)) {
      return null;
    }
    return udp(
        frame,
        IP + Ipv6Packet.HEADER_BYTES,
        IP + Ipv6Packet.totalBytes(frame, IP),
        Arrays.copyOfRange(frame, source, source + IPV6_BYTES),
        Arrays.copyOfRange(frame, destination, destination + IPV6_BYTES));
  }

  /** Such an address never is on a wire (RFC 4291 2.5.5.2), and would be taken for an IPv4 one. */
  private static boolean isMapped(byte[] frame, int at) {
    return PacketBytes.i64(frame, at) == 0
        && PacketBytes.i64(frame, at + Long.BYTES) >>> Integer.SIZE == MAPPED;
  }

  private static @Nullable UdpFrame udp(byte[] frame, int at, int end, byte[] from, byte[] asked) {
    if (!UdpDatagram.isValid(frame, at, end - at)) {
      return null;
    }
    int payload = UdpDatagram.payloadBytes(frame, at);
    boolean isMany =
        VirtioHeader.segmentation(frame) == VirtioHeader.GSO_UDP
            && VirtioHeader.segmentBytes(frame) > 0;
    return new UdpFrame(
        endpoint(from, UdpDatagram.sourcePort(frame, at)),
        asked,
        at + UdpDatagram.HEADER_BYTES,
        payload,
        isMany ? VirtioHeader.segmentBytes(frame) : Math.max(1, payload));
  }

  private static @Nullable Endpoint endpoint(byte[] address, int port) {
    try {
      return port == 0 ? null : new Endpoint(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is always right", e);
    }
  }
}
