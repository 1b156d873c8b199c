package net.groupvpn.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings.Route;
import org.jspecify.annotations.Nullable;

/** The keys about DHCP and about machines behind the device. */
final class DhcpKeys {
  private static final Pattern PREFIX = Pattern.compile("([\\d.]{7,15})/(\\d|[12]\\d|3[0-2])");

  private final ConfigKeys keys;

  DhcpKeys(ConfigKeys keys) {
    this.keys = keys;
  }

  DhcpConfig read() {
    boolean isOn = keys.flag("dhcp");
    DhcpSettings told =
        new DhcpSettings(
            keys.switched("dhcp_router"),
            keys.flag("dhcp_names"),
            keys.flag("dhcp_mtu") ? DataPlane.INNER_MTU_BYTES : 0,
            routes("dhcp_routes"));
    boolean machines = keys.switched("router");
    if (machines && !isOn) {
      keys.bad("router", "true", "false where dhcp is false: machines get addresses by DHCP");
    }
    return new DhcpConfig(isOn ? told : null, machines);
  }

  private List<Route> routes(String key) {
    @Nullable JsonNode node = keys.node(key);
    List<Route> routes = new ArrayList<>();
    for (JsonNode each : node == null ? List.<JsonNode>of() : node) {
      @Nullable Route route = parse(each.asText());
      if (route != null && routes.size() < DhcpSettings.MAX_ROUTES) {
        routes.add(route);
      } else {
        keys.bad(key, each.asText(), wanted());
      }
    }
    if (node != null && !node.isArray()) {
      keys.bad(key, node.asText(), wanted());
    }
    return routes;
  }

  private static String wanted() {
    return "a list of at most "
        + DhcpSettings.MAX_ROUTES
        + " IPv4 prefixes, such as [\"192.168.7.0/24\"]";
  }

  private static @Nullable Route parse(String text) {
    Matcher matcher = PREFIX.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      Ipv4Address network = Ipv4Address.parse(matcher.group(1));
      int bits = Integer.parseInt(matcher.group(2));
      int hostMask = bits == 0 ? -1 : ~(-1 << (Ipv4Address.BITS - bits));
      return (network.bits() & hostMask) == 0 ? new Route(network, bits) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
