package net.groupvpn.gateway;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.path.AddressRange;

/**
 * Where a gateway lets members go. Asked in this order, the first that holds an address decides:
 *
 * <pre>
 *   never          this machine itself, link-local and group addresses, the group's own ranges
 *   allowed        what the gateway's owner opens
 *   unlessAllowed  private networks, those of RFC 1918 and those that the gateway has
 *   all others     the Internet: members may go there
 * </pre>
 *
 * Ways to write an IPv4 address within an IPv6 one (NAT64, RFC 6052; 6to4, RFC 3056) are judged as
 * that address. The user-space NAT asks {@link #judge}; kernel rules are made of the three lists.
 * Immutable.
 */
public final class ExitRule {
  /** 64:ff9b::/96. */
  private static final long NAT64_HIGH = 0x0064_ff9b_0000_0000L;

  private static final int NAT64_BITS = 96;

  /** 2002::/16. */
  private static final long SIX_TO_FOUR = 0x2002L << 48;

  private static final int SIX_TO_FOUR_BITS = 16;

  private static final List<AddressRange> NEVER_4 =
      List.of(
          range4("0.0.0.0", 8), // this network
          range4("127.0.0.0", 8), // loopback
          range4("169.254.0.0", 16), // link-local, with the clouds' metadata address
          range4("192.0.0.0", 24), // protocol assignments, with Oracle's metadata address
          range4("100.100.100.200", 32), // Alibaba's metadata address
          range4("168.63.129.16", 32), // Azure's
          range4("224.0.0.0", 4), // multicast
          range4("240.0.0.0", 4)); // reserved, with the broadcast address

  private static final List<AddressRange> NEVER_6 =
      List.of(
          range6(0, 0, 64), // unspecified, loopback, and IPv4 in its mapped form
          range6(0x0064_ff9b_0001_0000L, 0, 48), // NAT64 of a network's own (RFC 8215)
          range6(0x0100L << 48, 0, 64), // discard
          range6(0xfe80L << 48, 0, 10), // link-local
          range6(0xfec0L << 48, 0, 10), // site-local
          range6(0xff00L << 48, 0, 8), // multicast
          range6(0xfd00_0ec2L << 32, 0x0254, 128)); // Amazon's metadata address

  private static final List<AddressRange> PRIVATE_4 =
      List.of(
          range4("10.0.0.0", 8),
          range4("100.64.0.0", 10), // shared by providers
          range4("172.16.0.0", 12),
          range4("192.168.0.0", 16));

  private static final List<AddressRange> PRIVATE_6 = List.of(range6(0xfc00L << 48, 0, 7));

  private final List<AddressRange> never;
  private final List<AddressRange> allowed;
  private final List<AddressRange> unlessAllowed;

  /** What the rule says of an address. */
  public enum Verdict {
    /** Members may go there. */
    ALLOWED,

    /** Never, whatever the owner allows. */
    NEVER,

    /** Not unless the owner allows it. */
    PRIVATE
  }

  private ExitRule(
      List<AddressRange> never, List<AddressRange> allowed, List<AddressRange> unlessAllowed) {
    this.never = List.copyOf(never);
    this.allowed = List.copyOf(allowed);
    this.unlessAllowed = List.copyOf(unlessAllowed);
  }

  /**
   * Makes the rule of one gateway.
   *
   * @param groups the ranges of this group and of others on this machine
   * @param ownAddresses all addresses of this machine; a connection to one would pass its firewall
   * @param ownNetworks networks that this machine has an address in
   * @param allowed what its owner opens, such as a LAN
   */
  public static ExitRule of(
      Collection<AddressRange> groups,
      Collection<InetAddress> ownAddresses,
      Collection<AddressRange> ownNetworks,
      Collection<AddressRange> allowed) {
    List<AddressRange> never = new ArrayList<>(withIpv6Forms(NEVER_4));
    never.addAll(NEVER_6);
    never.addAll(withIpv6Forms(groups));
    List<AddressRange> own = new ArrayList<>();
    for (InetAddress address : ownAddresses) {
      own.add(new AddressRange(address, address.getAddress().length * Byte.SIZE));
    }
    never.addAll(withIpv6Forms(own));
    List<AddressRange> unlessAllowed = new ArrayList<>(withIpv6Forms(PRIVATE_4));
    unlessAllowed.addAll(PRIVATE_6);
    unlessAllowed.addAll(withIpv6Forms(ownNetworks));
    return new ExitRule(never, List.copyOf(allowed), unlessAllowed);
  }

  /** What the rule says of an address. */
  public Verdict judge(InetAddress address) {
    if (isIn(never, address)) {
      return Verdict.NEVER;
    }
    if (isIn(allowed, address)) {
      return Verdict.ALLOWED;
    }
    return isIn(unlessAllowed, address) ? Verdict.PRIVATE : Verdict.ALLOWED;
  }

  /** Ranges where nobody may go; asked first. */
  public List<AddressRange> never() {
    return never;
  }

  /** Ranges where members may go; asked second. */
  public List<AddressRange> allowed() {
    return allowed;
  }

  /** Ranges where members may not go; asked last. */
  public List<AddressRange> unlessAllowed() {
    return unlessAllowed;
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** The same ranges, and for each one of IPv4 those of IPv6 that lead to it. */
  private static List<AddressRange> withIpv6Forms(Collection<AddressRange> ranges) {
    List<AddressRange> all = new ArrayList<>(ranges);
    for (AddressRange range : ranges) {
      if (range.start() instanceof Inet4Address start) {
        long bits = ByteBuffer.wrap(start.getAddress()).getInt() & 0xffff_ffffL;
        all.add(range6(NAT64_HIGH, bits, NAT64_BITS + range.bits()));
        all.add(range6(SIX_TO_FOUR | bits << 16, 0, SIX_TO_FOUR_BITS + range.bits()));
      }
    }
    return all;
  }

  private static AddressRange range4(String start, int bits) {
    return new AddressRange(Ipv4Address.parse(start).toInetAddress(), bits);
  }

  private static AddressRange range6(long high, long low, int bits) {
    return new AddressRange(new Ipv6Address(high, low).toInetAddress(), bits);
  }
}
