package net.groupvpn.client.enrol;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.overlay.enrol.PortalApi;

/**
 * Where a node says that it can be reached.
 *
 * @param port its UDP port
 * @param addresses numeric addresses of its real devices, most useful first
 */
public record OwnEndpoint(int port, List<String> addresses) {
  public OwnEndpoint {
    addresses = List.copyOf(addresses);
  }

  /**
   * Derives it from the machine's devices.
   *
   * @param wanted names of the devices to use; empty for all
   */
  public static OwnEndpoint of(int port, MachineDevices devices, Set<String> wanted) {
    return new OwnEndpoint(
        port,
        devices.addresses(wanted).stream()
            .map(InetAddress::getHostAddress)
            .limit(PortalApi.MAX_ADDRESSES)
            .toList());
  }
}
