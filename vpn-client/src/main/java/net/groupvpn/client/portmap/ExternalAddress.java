package net.groupvpn.client.portmap;

import java.net.Inet4Address;
import java.net.InetAddress;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** The addresses that a router may report as its external one. */
final class ExternalAddress {
  private static final int MAX_PORT = 65_535;
  private static final int CARRIER_FIRST = 100;
  private static final int CARRIER_SECOND_MASK = 0xC0;
  private static final int CARRIER_SECOND = 64;
  private static final int BYTE = 0xFF;
  private static final int FIRST_RESERVED = 240;

  private ExternalAddress() {}

  /** The endpoint; null if nobody could be reached there. */
  static @Nullable Endpoint endpoint(InetAddress address, int port) {
    boolean isUsable =
        address instanceof Inet4Address
            && !address.isAnyLocalAddress()
            && !address.isLoopbackAddress()
            && !address.isLinkLocalAddress()
            && !address.isMulticastAddress()
            && (address.getAddress()[0] & BYTE) != 0
            && (address.getAddress()[0] & BYTE) < FIRST_RESERVED;
    return isUsable && port >= 1 && port <= MAX_PORT ? new Endpoint(address, port) : null;
  }

  /** RFC 1918, and RFC 6598 for carriers' NATs. */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isCarriers =
        (bytes[0] & BYTE) == CARRIER_FIRST && (bytes[1] & CARRIER_SECOND_MASK) == CARRIER_SECOND;
    return address.isSiteLocalAddress() || isCarriers;
  }
}
