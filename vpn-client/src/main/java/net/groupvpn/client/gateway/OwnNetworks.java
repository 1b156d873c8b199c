package net.groupvpn.client.gateway;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.ShortAddress;

/**
 * The networks that a gateway is in, whether their addresses are private or not: whoever is there
 * takes the gateway for a neighbour, and lets it do what strangers may not. Members reach them only
 * if the owner opens them. Groups' networks and the loopback are no such networks, and those of
 * IPv6's link addresses are closed anyway. Pure.
 *
 * @param ipv4 prefixes, sorted
 * @param ipv6 the same
 */
public record OwnNetworks(List<String> ipv4, List<String> ipv6) {
  /** In no network. */
  public static final OwnNetworks NONE = new OwnNetworks(List.of(), List.of());

  public OwnNetworks {
    ipv4 = List.copyOf(ipv4);
    ipv6 = List.copyOf(ipv6);
  }

  /** Those of a machine with these devices. */
  public static OwnNetworks of(List<NetDevice> devices) {
    List<AddressPrefix> all =
        devices.stream()
            .filter(device -> !device.isLoopback() && !device.isGroups())
            .flatMap(device -> device.addresses().stream())
            .filter(OwnNetworks::isShared)
            .map(each -> new AddressPrefix(each.address(), each.prefixBits()).network())
            .toList();
    return new OwnNetworks(
        texts(all, AddressPrefix::isIpv4), texts(all, prefix -> !prefix.isIpv4()));
  }

  /** All of the Internet is nobody's network, whatever a device says. */
  private static boolean isShared(NetDevice.Address each) {
    InetAddress address = each.address();
    return each.prefixBits() > 0 && !address.isLinkLocalAddress();
  }

  private static List<String> texts(List<AddressPrefix> all, Predicate<AddressPrefix> isMeant) {
    return all.stream().filter(isMeant).map(OwnNetworks::text).distinct().sorted().toList();
  }

  private static String text(AddressPrefix prefix) {
    return String.format(
        Locale.ROOT, "%s/%d", ShortAddress.of(prefix.address()), prefix.prefixBits());
  }
}
