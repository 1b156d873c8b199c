package net.groupvpn.client.tunnel;

import java.net.InetAddress;
import java.util.List;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.SystemChange;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;

/**
 * Two routes for half of all addresses each: they come before any default route, and after all that
 * the user and the machine's own networks have. Pure.
 *
 * <p>A family without a way into the tunnel has none: what is sent then goes for the LAN, where the
 * kill switch refuses it at once.
 */
final class HalfRoutes {
  private static final List<AddressPrefix> HALVES4 = List.of(half("0.0.0.0"), half("128.0.0.0"));
  private static final List<AddressPrefix> HALVES6 = List.of(half("::"), half("8000::"));

  private HalfRoutes() {}

  private static AddressPrefix half(String from) {
    InetAddress address = NumericAddress.parse(from);
    if (address == null) {
      throw new IllegalStateException("no address: " + from);
    }
    return new AddressPrefix(address, 1);
  }

  static List<SystemChange> of(TunnelPlan plan, Family family) {
    TunnelPlan.@Nullable Way way = family == Family.IPV4 ? plan.ipv4() : plan.ipv6();
    if (way == null) {
      return List.of();
    }
    return (family == Family.IPV4 ? HALVES4 : HALVES6)
        .stream()
            .<SystemChange>map(
                half -> new RouteOfMain(half, plan.device(), way.service(), way.own()))
            .toList();
  }

  /** Whether it is one of them, of IPv4: without those of IPv6 the kill switch refuses that. */
  static boolean isNeeded(SystemChange change) {
    return change instanceof RouteOfMain route && HALVES4.contains(route.to());
  }
}
