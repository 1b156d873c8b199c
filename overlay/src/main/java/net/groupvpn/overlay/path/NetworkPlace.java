package net.groupvpn.overlay.path;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * What counts as one place in limits on strangers: an IPv4 address, or an IPv6 /64, because one
 * host has a whole /64 to itself.
 */
public record NetworkPlace(String bytes) {
  private static final int IPV6_BYTES = 8;
  private static final int NETWORK_IPV4_BYTES = 3;
  private static final int NETWORK_IPV6_BYTES = 6;

  /** The prefix of that address. */
  public static NetworkPlace of(InetAddress address) {
    byte[] raw = address.getAddress();
    return new NetworkPlace(
        Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(raw, IPV6_BYTES) : raw));
  }

  /**
   * The network of that address, an IPv4 /24 or an IPv6 /48: one stranger can easily own it, so it
   * has one vote where strangers are counted.
   */
  public static NetworkPlace ofNetwork(InetAddress address) {
    byte[] raw = address.getAddress();
    int length = address instanceof Inet6Address ? NETWORK_IPV6_BYTES : NETWORK_IPV4_BYTES;
    return new NetworkPlace(Arrays.toString(Arrays.copyOf(raw, length)));
  }
}
