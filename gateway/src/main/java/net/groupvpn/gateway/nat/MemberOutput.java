package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;

/** The way to members: cuts what is longer than the MTU (RFC 791 3.2, RFC 8200 4.5). */
final class MemberOutput {
  private static final int TCP_HEADER_BYTES = 20;

  private final MemberPackets packets;
  private final NatCounts counts;
  private final int mtuBytes;
  private int identification;

  MemberOutput(MemberPackets packets, NatCounts counts, int mtuBytes) {
    if (mtuBytes < Ipv6Packet.MIN_MTU_BYTES) {
      throw new IllegalArgumentException(
          "the MTU must be at least " + Ipv6Packet.MIN_MTU_BYTES + ", not " + mtuBytes);
    }
    this.packets = packets;
    this.counts = counts;
    this.mtuBytes = mtuBytes;
  }

  void send(MemberAccount account, byte[] packet) {
    if (packet.length <= mtuBytes) {
      packets.send(account.member, packet);
      return;
    }
    counts.increment(NatCounter.FRAGMENTS_MADE);
    boolean isIpv4 = packet[0] >>> 4 == 4;
    identification++;
    for (byte[] fragment :
        isIpv4
            ? Fragments.cut4(packet, mtuBytes, identification)
            : Fragments.cut6(packet, mtuBytes, identification)) {
      packets.send(account.member, fragment);
    }
  }

  /** The longest data of a TCP segment to a member. */
  int maxSegmentBytes(FlowKey key) {
    int header = key.member().isIpv4() ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES;
    return mtuBytes - header - TCP_HEADER_BYTES;
  }
}
