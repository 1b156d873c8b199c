package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * The IP headers of a member's packet, read once. IPv6 extension headers are walked, at most {@link
 * #MAX_EXTENSION_HEADERS}. One object is used again and again; not thread-safe.
 */
final class IpPacket {
  /** Nobody has an honest reason for more. */
  static final int MAX_EXTENSION_HEADERS = 4;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int UNIT = 8;
  private static final int SEGMENTS_LEFT_AT = 3;
  private static final int MAPPED_HIGH = 0;

  byte[] bytes = new byte[0];
  boolean isIpv4;
  NatAddress source = NatAddress.ofIpv4(0);
  NatAddress destination = source;
  int hopLimit;

  /** Protocol number of what the IP headers carry. */
  int protocol;

  /** Where it begins, and how long it is. */
  int payloadAt;

  int payloadBytes;
  boolean isFragment;

  /** Where the Fragment header of an IPv6 fragment stands. */
  int fragmentHeaderAt;

  /** Where in IPv6 the number stands that says what comes next after the unfragmentable part. */
  int nextHeaderAt;

  /** Reads a packet; false if it is none, or has anything that is not for a NAT. */
  boolean read(byte[] packet) {
    bytes = packet;
    isFragment = false;
    if (Ipv4Packet.isValid(packet, 0, packet.length)) {
      return read4();
    }
    return Ipv6Packet.isValid(packet, 0, packet.length) && read6();
  }

  private boolean read4() {
    isIpv4 = true;
    source = NatAddress.ofIpv4(Ipv4Packet.source(bytes, 0));
    destination = NatAddress.ofIpv4(Ipv4Packet.destination(bytes, 0));
    hopLimit = Ipv4Packet.timeToLive(bytes, 0);
    protocol = Ipv4Packet.protocol(bytes, 0);
    payloadAt = Ipv4Packet.headerBytes(bytes, 0);
    payloadBytes = Ipv4Packet.payloadBytes(bytes, 0);
    isFragment = Ipv4Packet.isFragment(bytes, 0);
    return Ipv4Packet.isHeaderChecksumValid(bytes, 0);
  }

  private boolean read6() {
    isIpv4 = false;
    source = new NatAddress(Ipv6Packet.sourceHigh(bytes, 0), Ipv6Packet.sourceLow(bytes, 0));
    destination =
        new NatAddress(Ipv6Packet.destinationHigh(bytes, 0), Ipv6Packet.destinationLow(bytes, 0));
    hopLimit = Ipv6Packet.hopLimit(bytes, 0);
    protocol = Ipv6Packet.nextHeader(bytes, 0);
    payloadAt = Ipv6Packet.HEADER_BYTES;
    payloadBytes = Ipv6Packet.payloadBytes(bytes, 0);
    nextHeaderAt = 6;
    // Addresses in IPv4-mapped form would be taken for IPv4; none of ::/64 is on the Internet.
    return source.high() != MAPPED_HIGH && destination.high() != MAPPED_HIGH && walkHeaders();
  }

  private boolean walkHeaders() {
    for (int headers = 0; isExtension(); headers++) {
      if (headers == MAX_EXTENSION_HEADERS || payloadBytes < UNIT) {
        return false;
      }
      if (protocol == FRAGMENT) {
        isFragment = true;
        fragmentHeaderAt = payloadAt;
        skip(UNIT);
        return true;
      }
      if (protocol == ROUTING && PacketBytes.u8(bytes, payloadAt + SEGMENTS_LEFT_AT) != 0) {
        return false;
      }
      nextHeaderAt = payloadAt;
      int length = (PacketBytes.u8(bytes, payloadAt + 1) + 1) * UNIT;
      if (length > payloadBytes) {
        return false;
      }
      skip(length);
    }
    return true;
  }

  private boolean isExtension() {
    return protocol == HOP_BY_HOP
        || protocol == ROUTING
        || protocol == FRAGMENT
        || protocol == DESTINATION_OPTIONS;
  }

  private void skip(int length) {
    protocol = PacketBytes.u8(bytes, payloadAt);
    payloadAt += length;
    payloadBytes -= length;
  }

  /** Whether the checksum over the payload and its pseudo-header is right. */
  boolean isChecksumValid() {
    return isChecksumValid(payloadBytes);
  }

  /** The same for the first bytes of the payload. */
  boolean isChecksumValid(int length) {
    long pseudo =
        isIpv4
            ? InternetChecksum.pseudoHeader4(bytes, 0, protocol, length)
            : InternetChecksum.pseudoHeader6(bytes, 0, protocol, length);
    return InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, payloadAt, length)) == 0;
  }
}
