package net.groupvpn.client.device;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.path.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * This machine's own networks as they are without the tunnel into which its default routes lead.
 *
 * @param ipv4 the way out by IPv4; null if there is none
 * @param ipv6 the same by IPv6
 * @param direct what the kernel's own routes reach beside the tunnel: the networks of its devices,
 *     and what the user has routed
 * @param exempt addresses with a route of their own beside the tunnel
 */
public record UplinkNetworks(
    @Nullable LanWay ipv4,
    @Nullable LanWay ipv6,
    List<AddressRange> direct,
    Set<InetAddress> exempt) {
  /** Nothing is known of it. */
  public static final UplinkNetworks NONE = new UplinkNetworks(null, null, List.of(), Set.of());

  public UplinkNetworks {
    direct = List.copyOf(direct);
    exempt = Set.copyOf(exempt);
  }

  /** The same with other addresses that have a route of their own. */
  public UplinkNetworks withExempt(Set<InetAddress> addresses) {
    return new UplinkNetworks(ipv4, ipv6, direct, addresses);
  }

  /**
   * The way to an address that would go into the tunnel; null if the kernel's routes lead there
   * beside it, or there is no way.
   */
  public @Nullable LanWay wayTo(InetAddress address) {
    return exempt.contains(address) || isDirect(address) ? null : wayOut(address);
  }

  /** Of its family. */
  public @Nullable LanWay wayOut(InetAddress address) {
    return address instanceof Inet4Address ? ipv4 : ipv6;
  }

  /** Whether the kernel's own routes lead there beside the tunnel. */
  public boolean isDirect(InetAddress address) {
    for (AddressRange each : direct) {
      if (each.contains(address)) {
        return true;
      }
    }
    return address.isLinkLocalAddress() || address.isLoopbackAddress();
  }
}
