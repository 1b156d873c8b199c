package net.groupvpn.portal.certificate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NumericAddress;

/** Where a machine says it listens: its UDP port, and its addresses as text without names. */
final class Reachability {
  private static final int MAX_PORT = 65_535;

  private Reachability() {}

  /** The endpoints to hand to others; the address that the call came from is one of them. */
  static List<String> endpoints(String caller, int port, List<String> addresses) {
    if (port < 1 || port > MAX_PORT) {
      throw ApiRefusal.malformed("port must be 1 to 65535, not " + port);
    }
    if (addresses.size() > PortalApi.MAX_ADDRESSES) {
      throw ApiRefusal.malformed("at most " + PortalApi.MAX_ADDRESSES + " addresses may be given");
    }
    var endpoints = new LinkedHashSet<String>();
    addresses.forEach(text -> addUseful(endpoints, literal(text), port));
    addUseful(endpoints, literal(caller), port);
    return List.copyOf(endpoints);
  }

  private static void addUseful(Set<String> endpoints, InetAddress address, int port) {
    if (!address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress()) {
      endpoints.add(Endpoint.of(new InetSocketAddress(address, port)).toString());
    }
  }

  private static InetAddress literal(String text) {
    var address = NumericAddress.parse(text.replaceFirst("%.*$", ""));
    if (address == null) {
      throw ApiRefusal.malformed("not an IP address: " + shortened(text));
    }
    return address;
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64);
  }
}
