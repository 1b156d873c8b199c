package net.groupvpn.portal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** This machine's addresses that others may reach; the loopback address when there is none. */
final class LocalAddresses {
  private static final int MAX_ADDRESSES = 16;

  private LocalAddresses() {}

  static List<String> find() {
    try {
      var found =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .map(InetAddress::getHostAddress)
              .limit(MAX_ADDRESSES)
              .toList();
      return found.isEmpty() ? List.of("127.0.0.1") : found;
    } catch (SocketException e) {
      return List.of("127.0.0.1");
    }
  }
}
