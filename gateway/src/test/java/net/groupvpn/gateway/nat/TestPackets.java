package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/** Writes packets as members' systems would. */
final class TestPackets {
  static final int TCP = 6;
  static final int UDP = 17;

  private TestPackets() {}

  static NatAddress address(String text) {
    try {
      return NatAddress.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static byte[] ip(NatAddress from, NatAddress to, int protocol, byte[] payload) {
    boolean isIpv4 = from.isIpv4();
    int header = isIpv4 ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES;
    byte[] packet = new byte[header + payload.length];
    if (isIpv4) {
      Ipv4Packet.writeHeader(packet, 0, from.ipv4(), to.ipv4(), protocol, payload.length);
    } else {
      Ipv6Packet.writeHeader(packet, 0, protocol, 64, payload.length);
      Ipv6Packet.writeAddresses(packet, 0, from.high(), from.low(), to.high(), to.low());
    }
    System.arraycopy(payload, 0, packet, header, payload.length);
    return packet;
  }

  /** Completes the checksum at {@code checksumAt} of the payload. */
  static byte[] summed(byte[] packet, int protocol, int checksumAt) {
    boolean isIpv4 = packet[0] >>> 4 == 4;
    int header = isIpv4 ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES;
    int length = packet.length - header;
    PacketBytes.put16(packet, header + checksumAt, 0);
    long pseudo =
        isIpv4
            ? protocol == Ipv4Packet.ICMP
                ? 0
                : InternetChecksum.pseudoHeader4(packet, 0, protocol, length)
            : InternetChecksum.pseudoHeader6(packet, 0, protocol, length);
    long sum = pseudo + InternetChecksum.sum(packet, header, length);
    PacketBytes.put16(packet, header + checksumAt, InternetChecksum.finish(sum));
    return packet;
  }

  static byte[] udp(NatAddress from, int fromPort, NatAddress to, int toPort, byte[] data) {
    byte[] payload = new byte[8 + data.length];
    PacketBytes.put16(payload, 0, fromPort);
    PacketBytes.put16(payload, 2, toPort);
    PacketBytes.put16(payload, 4, payload.length);
    System.arraycopy(data, 0, payload, 8, data.length);
    return summed(ip(from, to, UDP, payload), UDP, 6);
  }

  static byte[] echo(NatAddress from, NatAddress to, int id, int sequence, byte[] data) {
    byte[] payload = new byte[8 + data.length];
    payload[0] = (byte) (from.isIpv4() ? 8 : 128);
    PacketBytes.put16(payload, 4, id);
    PacketBytes.put16(payload, 6, sequence);
    System.arraycopy(data, 0, payload, 8, data.length);
    int protocol = from.isIpv4() ? Ipv4Packet.ICMP : Ipv6Packet.ICMP;
    return summed(ip(from, to, protocol, payload), protocol, 2);
  }

  static byte[] withHopLimit(byte[] packet, int hopLimit) {
    byte[] changed = packet.clone();
    if (changed[0] >>> 4 == 4) {
      changed[8] = (byte) hopLimit;
      PacketBytes.put16(changed, 10, 0);
      PacketBytes.put16(changed, 10, InternetChecksum.finish(InternetChecksum.sum(changed, 0, 20)));
    } else {
      changed[7] = (byte) hopLimit;
    }
    return changed;
  }

  static byte[] payload(byte[] packet) {
    int header = packet[0] >>> 4 == 4 ? (packet[0] & 15) * 4 : Ipv6Packet.HEADER_BYTES;
    return Arrays.copyOfRange(packet, header, packet.length);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
