package net.groupvpn.client.os;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address with the length of its network's prefix, such as {@code 10.128.3.4/16}, or a network.
 *
 * @param prefixBits 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressPrefix(InetAddress address, int prefixBits) {
  private static final int HIGHEST_BIT = 0x80;

  public AddressPrefix {
    int bits = address.getAddress().length * Byte.SIZE;
    if (prefixBits < 0 || prefixBits > bits) {
      throw new IllegalArgumentException(
          "a prefix of " + address.getHostAddress() + " has 0 to " + bits + " bits: " + prefixBits);
    }
  }

  /** Whether it is IPv4; otherwise it is IPv6. */
  public boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /** The network that it lies in: the lowest address, with the same prefix. */
  public AddressPrefix network() {
    byte[] bytes = address.getAddress();
    for (int bit = prefixBits; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(HIGHEST_BIT >> bit % Byte.SIZE);
    }
    try {
      return new AddressPrefix(InetAddress.getByAddress(bytes), prefixBits);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("as many bytes as an address had are an address", e);
    }
  }

  /** Whether an address lies in the network. */
  public boolean contains(InetAddress other) {
    boolean isSameFamily = other instanceof Inet4Address == isIpv4();
    return isSameFamily && new AddressPrefix(other, prefixBits).network().equals(network());
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixBits;
  }
}
