package net.groupvpn.client.tunnel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DeviceName;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the tunnel, and how.
 *
 * @param device the group's network card
 * @param ipv4 the way by IPv4; null while this machine has no address
 * @param ipv6 the way by IPv6; null if the gateway offers none, or this machine can have none: then
 *     IPv6 is refused at once
 * @param group the group's own networks
 * @param resolvers who is asked for names, all within the tunnel; port 53 is shut to all others
 * @param otherDevices cards of other groups of this machine, which are left alone
 */
public record TunnelPlan(
    String device,
    @Nullable Way ipv4,
    @Nullable Way ipv6,
    List<AddressPrefix> group,
    List<InetAddress> resolvers,
    Set<String> otherDevices,
    TunnelSettings settings) {

  /**
   * A way into the tunnel.
   *
   * @param own this machine's address on the device
   * @param service the group's service address, the next hop
   */
  public record Way(InetAddress own, InetAddress service) {}

  public TunnelPlan {
    DeviceName.check(device);
    otherDevices.forEach(DeviceName::check);
    group = List.copyOf(group);
    resolvers = List.copyOf(resolvers);
    otherDevices = Set.copyOf(otherDevices);
  }

  /**
   * Without any way, and before the group is known: everything waits for a gateway, and nothing
   * gets out.
   */
  public static TunnelPlan closed(
      String device, Set<String> otherDevices, TunnelSettings settings) {
    return new TunnelPlan(device, null, null, List.of(), List.of(), otherDevices, settings);
  }

  /** The same for a group: its members and its own server for names are reached all the same. */
  public static TunnelPlan closed(
      String device,
      List<AddressPrefix> group,
      List<InetAddress> resolvers,
      Set<String> otherDevices,
      TunnelSettings settings) {
    return new TunnelPlan(device, null, null, group, resolvers, otherDevices, settings);
  }

  /** The resolvers of one family. */
  List<InetAddress> resolvers(boolean ipv4) {
    return resolvers.stream().filter(each -> each instanceof Inet4Address == ipv4).toList();
  }

  /** The group's networks of one family. */
  List<AddressPrefix> group(boolean ipv4) {
    return group.stream().filter(each -> each.isIpv4() == ipv4).toList();
  }
}
