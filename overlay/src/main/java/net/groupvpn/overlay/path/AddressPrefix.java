package net.groupvpn.overlay.path;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * What counts as one place for limits on strangers: an IPv4 address, or a /64 of IPv6, since a host
 * has a whole network of those to itself.
 */
public record AddressPrefix(String bytes) {
  private static final int IPV6_BYTES = 8;

  /** The one of that address. */
  public static AddressPrefix of(InetAddress address) {
    byte[] raw = address.getAddress();
    return new AddressPrefix(
        Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(raw, IPV6_BYTES) : raw));
  }
}
