package net.groupvpn.dhcpdns.dhcp;

import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;

/**
 * What clients are told beside their address.
 *
 * @param router whether the service address is their default router (option 3)
 * @param names whether the group's name server and suffix are theirs (options 6, 15 and 119)
 * @param mtuBytes the device's MTU (option 26), or 0 to leave theirs alone
 * @param routes further networks reached through the service address (option 121)
 */
public record DhcpSettings(boolean router, boolean names, int mtuBytes, List<Route> routes) {
  /** Most routes: their option still fits into a message. */
  public static final int MAX_ROUTES = 16;

  public DhcpSettings {
    routes = List.copyOf(routes);
    if (routes.size() > MAX_ROUTES) {
      throw new IllegalArgumentException(
          "DHCP carries at most " + MAX_ROUTES + " routes, not " + routes.size());
    }
  }

  /** A network; {@code bits} is the length of its prefix, 0 to 32. */
  public record Route(Ipv4Address network, int bits) {}
}
