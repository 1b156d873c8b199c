package net.groupvpn.client.dataplane;

/**
 * A virtual address of either family as two numbers; IPv4 has its IPv6-mapped form
 * (::ffff:a.b.c.d), which no IPv6 address of a group has.
 */
record VirtualAddress(long high, long low) {
  private static final long MAPPED = 0xffff_0000_0000L;

  static VirtualAddress ofIpv4(int bits) {
    return new VirtualAddress(0, mapped(bits));
  }

  /** The low half of an IPv4 address; the high half is 0. */
  static long mapped(int ipv4) {
    return MAPPED | (ipv4 & 0xffff_ffffL);
  }

  static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> Integer.SIZE == MAPPED >>> Integer.SIZE;
  }

  boolean isIpv4() {
    return isIpv4(high, low);
  }
}
