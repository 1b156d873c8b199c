package net.groupvpn.gateway.nat;

import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.IcmpError;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketTooBig;

/**
 * What the NAT tells a member of packets that go no further: ICMP (RFC 792, RFC 1812 5.2.7), ICMPv6
 * (RFC 4443 3), and resets of TCP. So many a second for each member.
 */
final class MemberErrors {
  private static final int HOST_UNREACHABLE_4 = 3 << 8 | 1;
  private static final int PROTOCOL_UNREACHABLE_4 = 3 << 8 | 2;
  private static final int PROHIBITED_4 = 3 << 8 | 13;
  private static final int TIME_EXCEEDED_4 = 11 << 8;
  private static final int NO_ROUTE_6 = 1 << 8;
  private static final int PROHIBITED_6 = 1 << 8 | 1;
  private static final int TIME_EXCEEDED_6 = 3 << 8;
  private static final int UNKNOWN_HEADER_6 = 4 << 8 | 1;
  private static final int NEXT_HEADER_AT_6 = 6;

  private final NatContext context;
  private final NatAddress own4;
  private final NatAddress own6;

  MemberErrors(NatContext context, NatAddress own4, NatAddress own6) {
    this.context = context;
    this.own4 = own4;
    this.own6 = own6;
  }

  /** There is no way to its destination. */
  void hostUnreachable(long now, MemberAccount account, byte[] packet) {
    answer(now, account, packet, HOST_UNREACHABLE_4, NO_ROUTE_6, 0);
  }

  /** The gateway does not let members go there. */
  void prohibited(long now, MemberAccount account, byte[] packet) {
    answer(now, account, packet, PROHIBITED_4, PROHIBITED_6, 0);
  }

  /** The gateway does not carry this protocol. */
  void protocolUnreachable(long now, MemberAccount account, byte[] packet) {
    answer(now, account, packet, PROTOCOL_UNREACHABLE_4, UNKNOWN_HEADER_6, NEXT_HEADER_AT_6);
  }

  /** The gateway is the last hop that the packet may make; it says so under its own address. */
  void timeExceeded(long now, MemberAccount account, byte[] packet) {
    byte[] out = new byte[IcmpError.MAX_BYTES_6];
    boolean isIpv4 = Ipv4Packet.isValid(packet, 0, packet.length);
    if (!mayTell(now, account, packet, isIpv4)) {
      return;
    }
    int length =
        isIpv4
            ? IcmpError.writeFrom4(out, packet, own4.ipv4(), TIME_EXCEEDED_4)
            : IcmpError.writeFrom6(out, packet, own6.high(), own6.low(), TIME_EXCEEDED_6);
    context.output().send(account, Arrays.copyOf(out, length));
  }

  /** There is no such connection. */
  void strayReset(long now, FlowKey key, MemberAccount account, Segment about) {
    if (account.errors.tryTake(now)) {
      context.output().send(account, SegmentWriter.reset(key, about));
    } else {
      context.counts().increment(NatCounter.DROPPED_ERROR_RATE);
    }
  }

  private void answer(
      long now, MemberAccount account, byte[] packet, int code4, int code6, int value6) {
    byte[] out = new byte[IcmpError.MAX_BYTES_6];
    boolean isIpv4 = Ipv4Packet.isValid(packet, 0, packet.length);
    if (!mayTell(now, account, packet, isIpv4)) {
      return;
    }
    int length =
        isIpv4
            ? IcmpError.write4(out, 0, packet, 0, code4, 0)
            : IcmpError.write6(out, 0, packet, 0, code6, value6);
    context.output().send(account, Arrays.copyOf(out, length));
  }

  private boolean mayTell(long now, MemberAccount account, byte[] packet, boolean isIpv4) {
    boolean may =
        isIpv4
            ? PacketTooBig.mayAnswer4(packet, 0)
            : Ipv6Packet.isValid(packet, 0, packet.length) && PacketTooBig.mayAnswer6(packet, 0);
    if (may && !account.errors.tryTake(now)) {
      context.counts().increment(NatCounter.DROPPED_ERROR_RATE);
      return false;
    }
    return may;
  }
}
