package net.groupvpn.portal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** This machine's addresses that others may reach; the loopback address if there are none. */
final class LocalAddresses {
  private static final int MAX_ADDRESSES = 16;

  private LocalAddresses() {}

  static List<String> find() {
    try {
      return reachable(
          NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses));
    } catch (SocketException e) {
      return List.of("127.0.0.1");
    }
  }

  /** Without scopes: the JDK adds one to every IPv6 address, even where it means nothing. */
  static List<String> reachable(Stream<InetAddress> addresses) {
    var found =
        addresses
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .map(address -> address.getHostAddress().replaceFirst("%.*$", ""))
            .limit(MAX_ADDRESSES)
            .toList();
    return found.isEmpty() ? List.of("127.0.0.1") : found;
  }
}
