package net.groupvpn.gateway.nat;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/** Cuts packets that are too long for a member's device; headers without options only. */
final class Fragments {
  private static final int UNIT = 8;
  private static final int TOTAL_AT = 2;
  private static final int ID_AT_4 = 4;
  private static final int FRAGMENT_AT_4 = 6;
  private static final int CHECKSUM_AT_4 = 10;
  private static final int MORE_4 = 0x2000;
  private static final int PAYLOAD_AT_6 = 4;
  private static final int NEXT_AT_6 = 6;
  private static final int FRAGMENT_HEADER = 44;

  private Fragments() {}

  static List<byte[]> cut4(byte[] packet, int mtuBytes, int identification) {
    int header = Ipv4Packet.MIN_HEADER_BYTES;
    int part = (mtuBytes - header) / UNIT * UNIT;
    List<byte[]> fragments = new ArrayList<>();
    for (int at = header; at < packet.length; at += part) {
      int length = Math.min(part, packet.length - at);
      byte[] fragment = new byte[header + length];
      System.arraycopy(packet, 0, fragment, 0, header);
      System.arraycopy(packet, at, fragment, header, length);
      int more = at + length < packet.length ? MORE_4 : 0;
      PacketBytes.put16(fragment, TOTAL_AT, fragment.length);
      PacketBytes.put16(fragment, ID_AT_4, identification);
      PacketBytes.put16(fragment, FRAGMENT_AT_4, more | (at - header) / UNIT);
      PacketBytes.put16(fragment, CHECKSUM_AT_4, 0);
      long sum = InternetChecksum.sum(fragment, 0, header);
      PacketBytes.put16(fragment, CHECKSUM_AT_4, InternetChecksum.finish(sum));
      fragments.add(fragment);
    }
    return fragments;
  }

  static List<byte[]> cut6(byte[] packet, int mtuBytes, int identification) {
    int header = Ipv6Packet.HEADER_BYTES;
    int part = (mtuBytes - header - UNIT) / UNIT * UNIT;
    List<byte[]> fragments = new ArrayList<>();
    for (int at = header; at < packet.length; at += part) {
      int length = Math.min(part, packet.length - at);
      byte[] fragment = new byte[header + UNIT + length];
      System.arraycopy(packet, 0, fragment, 0, header);
      System.arraycopy(packet, at, fragment, header + UNIT, length);
      PacketBytes.put16(fragment, PAYLOAD_AT_6, UNIT + length);
      PacketBytes.put8(fragment, NEXT_AT_6, FRAGMENT_HEADER);
      PacketBytes.put8(fragment, header, packet[NEXT_AT_6]);
      int more = at + length < packet.length ? 1 : 0;
      PacketBytes.put16(fragment, header + 2, (at - header) | more);
      PacketBytes.put32(fragment, header + 4, identification);
      fragments.add(fragment);
    }
    return fragments;
  }
}
