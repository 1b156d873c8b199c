package net.groupvpn.overlay.path;

import java.net.InetAddress;

/**
 * All addresses that begin with the same bits.
 *
 * @param bits how many
 */
public record AddressRange(InetAddress start, int bits) {
  /** Throws if there are more bits than an address has. */
  public AddressRange {
    if (bits < 0 || bits > start.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException(start + " has no prefix of " + bits + " bits");
    }
  }

  /** Whether an address is in the range. */
  public boolean contains(InetAddress address) {
    byte[] own = start.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int unused = Math.max(0, Byte.SIZE - (bits - bit));
      if ((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) >> unused != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code 192.0.2.0/24}. */
  @Override
  public String toString() {
    return start.getHostAddress() + "/" + bits;
  }
}
