package net.groupvpn.client.enrol;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import net.groupvpn.overlay.enrol.PortalApi;

/**
 * Where a node says that it can be reached.
 *
 * @param port its UDP port
 * @param addresses numeric addresses of its real devices
 */
public record OwnEndpoint(int port, List<String> addresses) {
  public OwnEndpoint {
    addresses = List.copyOf(addresses);
  }

  /**
   * Looks at this machine's devices.
   *
   * @param isVirtual says which devices to leave out: the group's own
   */
  public static OwnEndpoint ofThisMachine(int port, Predicate<String> isVirtual)
      throws IOException {
    List<String> addresses = new ArrayList<>();
    for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (device.isUp() && !device.isLoopback() && !isVirtual.test(device.getName())) {
        device.inetAddresses().filter(OwnEndpoint::isUseful).forEach(a -> addresses.add(text(a)));
      }
    }
    return new OwnEndpoint(port, addresses.stream().limit(PortalApi.MAX_ADDRESSES).toList());
  }

  private static boolean isUseful(InetAddress address) {
    return !address.isLinkLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isAnyLocalAddress();
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = address instanceof Inet6Address ? text.indexOf('%') : -1;
    return scope < 0 ? text : text.substring(0, scope);
  }
}
