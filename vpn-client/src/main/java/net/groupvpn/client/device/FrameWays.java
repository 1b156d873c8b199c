package net.groupvpn.client.device;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where frames of the client's own go.
 *
 * @param ownMac Ethernet address of the network card
 * @param gatewayMac4 Ethernet address of the next router by IPv4; {@link #UNKNOWN} if it is not
 *     known
 * @param gatewayMac6 the same by IPv6
 * @param own addresses of the network card: frames for others are none for this machine
 */
public record FrameWays(
    UplinkNetworks underlay,
    long ownMac,
    long gatewayMac4,
    long gatewayMac6,
    Set<InetAddress> own) {
  /** No Ethernet address. */
  public static final long UNKNOWN = 0;

  public FrameWays {
    own = Set.copyOf(own);
  }

  /** The way of the card whose frames these are: of IPv4, or else of IPv6; null for none. */
  public static @Nullable LanWay way(UplinkNetworks underlay) {
    return underlay.ipv4() == null ? underlay.ipv6() : underlay.ipv4();
  }

  /** Of the address's family. */
  long gatewayMac(InetAddress to) {
    return to instanceof Inet4Address ? gatewayMac4 : gatewayMac6;
  }
}
