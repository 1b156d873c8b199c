package net.groupvpn.portal.certificate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NumericAddress;

/**
 * Where a machine can be reached: the source address of its call, with the UDP port that it names.
 * The addresses that it names are checked but not trusted: others would be sent to them, whoever
 * owns them.
 */
final class Reachability {
  private static final int MAX_PORT = 65_535;

  private Reachability() {}

  /** The endpoints to give to others: none if the call's address means nothing to them. */
  static List<String> endpoints(String caller, int port, List<String> addresses) {
    if (port < 1 || port > MAX_PORT) {
      throw ApiRefusal.malformed("port must be 1 to 65535, not " + port);
    }
    if (addresses.size() > PortalApi.MAX_ADDRESSES) {
      throw ApiRefusal.malformed("at most " + PortalApi.MAX_ADDRESSES + " addresses may be given");
    }
    addresses.forEach(Reachability::literal);
    var address = literal(caller);
    return isUseful(address)
        ? List.of(Endpoint.of(new InetSocketAddress(address, port)).toString())
        : List.of();
  }

  private static boolean isUseful(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
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
