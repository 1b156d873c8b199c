package net.groupvpn.dhcpdns.address;

import net.groupvpn.overlay.group.GroupFile;

/**
 * A range of IPv4 addresses in CIDR notation (RFC 4632).
 *
 * @param network the first address of the range
 * @param prefixBits {@value #MIN_PREFIX_BITS} to {@value #MAX_PREFIX_BITS}
 */
public record Ipv4Range(Ipv4Address network, int prefixBits) {
  /** As in {@link GroupFile.Network#MIN_PREFIX_BITS}. */
  public static final int MIN_PREFIX_BITS = GroupFile.Network.MIN_PREFIX_BITS;

  /** As in {@link GroupFile.Network#MAX_PREFIX_BITS}. */
  public static final int MAX_PREFIX_BITS = GroupFile.Network.MAX_PREFIX_BITS;

  public Ipv4Range {
    if (prefixBits < MIN_PREFIX_BITS || prefixBits > MAX_PREFIX_BITS) {
      throw new IllegalArgumentException(
          "an address range has a prefix of /"
              + MIN_PREFIX_BITS
              + " to /"
              + MAX_PREFIX_BITS
              + ", not /"
              + prefixBits);
    }
    int hostBits = network.bits() & ~mask(prefixBits);
    if (hostBits != 0) {
      throw new IllegalArgumentException(
          network
              + "/"
              + prefixBits
              + " has bits after its prefix; did you mean "
              + new Ipv4Address(network.bits() & mask(prefixBits))
              + "/"
              + prefixBits
              + "?");
    }
  }

  /**
   * Reads {@code 10.128.0.0/16}.
   *
   * @throws IllegalArgumentException if it is anything else; the message is for people
   */
  public static Ipv4Range parse(String text) {
    int slash = text.indexOf('/');
    String prefix = text.substring(slash + 1);
    if (slash < 0 || !prefix.matches("\\d{1,2}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an address range; write it like 10.128.0.0/16");
    }
    return new Ipv4Range(Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(prefix));
  }

  /** The broadcast address: the last one. */
  public Ipv4Address broadcast() {
    return new Ipv4Address(network.bits() | ~mask(prefixBits));
  }

  /** The address after the network's own. */
  public Ipv4Address firstHost() {
    return new Ipv4Address(network.bits() + 1);
  }

  /** Number of addresses without the network's own and the broadcast address. */
  public int hosts() {
    return (1 << (Ipv4Address.BITS - prefixBits)) - 2;
  }

  /** Whether the address lies within the range. */
  public boolean contains(int address) {
    return (address & mask(prefixBits)) == network.bits();
  }

  /** {@code 10.128.0.0/16}. */
  @Override
  public String toString() {
    return network + "/" + prefixBits;
  }

  private static int mask(int bits) {
    return -1 << (Ipv4Address.BITS - bits);
  }
}
