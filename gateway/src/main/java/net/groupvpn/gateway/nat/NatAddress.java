package net.groupvpn.gateway.nat;

import java.net.Inet4Address;
import java.net.InetAddress;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/** An address of either family as two numbers; IPv4 in its IPv6-mapped form (::ffff:a.b.c.d). */
public record NatAddress(long high, long low) {
  private static final long MAPPED = 0xffff_0000_0000L;

  /** Of 32 bits. */
  static NatAddress ofIpv4(int bits) {
    return new NatAddress(0, MAPPED | (bits & 0xffff_ffffL));
  }

  /** The same address. */
  public static NatAddress of(InetAddress address) {
    byte[] raw = address.getAddress();
    return address instanceof Inet4Address
        ? ofIpv4(PacketBytes.i32(raw, 0))
        : new NatAddress(PacketBytes.i64(raw, 0), PacketBytes.i64(raw, Long.BYTES));
  }

  boolean isIpv4() {
    return high == 0 && low >>> Integer.SIZE == MAPPED >>> Integer.SIZE;
  }

  /** The 32 bits of an IPv4 address. */
  int ipv4() {
    return (int) low;
  }

  /** The same address for the JDK. */
  InetAddress toInetAddress() {
    return isIpv4()
        ? new Ipv4Address(ipv4()).toInetAddress()
        : new Ipv6Address(high, low).toInetAddress();
  }
}
