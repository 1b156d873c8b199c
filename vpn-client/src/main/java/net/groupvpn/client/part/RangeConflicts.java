package net.groupvpn.client.part;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where the group's addresses overlap with those of this machine's other networks: one of
 * the two is unreachable then. Pure, except for {@link #networksOfThisMachine}.
 */
final class RangeConflicts {
  private static final String WISH = "wished_address";
  private static final String NETWORK = "range_conflict_";

  private RangeConflicts() {}

  /**
   * A network of this machine.
   *
   * @param device the network card
   * @param address the machine's address in it, with the network's prefix length
   */
  record Network(String device, AddressPrefix address) {}

  /** The IPv4 networks of this machine's devices. */
  static List<Network> networksOfThisMachine(Predicate<String> isOwn) throws IOException {
    List<Network> networks = new ArrayList<>();
    for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (device.isLoopback() || isOwn.test(device.getName())) {
        continue;
      }
      for (InterfaceAddress each : device.getInterfaceAddresses()) {
        if (each.getAddress() instanceof Inet4Address) {
          AddressPrefix address =
              new AddressPrefix(each.getAddress(), each.getNetworkPrefixLength());
          networks.add(new Network(device.getName(), address));
        }
      }
    }
    return networks;
  }

  /** The text for each network that overlaps with {@code range}, by the notice's code. */
  static Map<String, String> ofNetworks(Ipv4Range range, List<Network> networks) {
    Map<String, String> conflicts = new LinkedHashMap<>();
    for (Network network : networks) {
      Ipv4Range other = rangeOf(network.address);
      if (range.contains(other.network().bits()) || other.contains(range.network().bits())) {
        conflicts.put(NETWORK + network.device, text(range, network, other));
      }
    }
    return conflicts;
  }

  private static Ipv4Range rangeOf(AddressPrefix address) {
    int bits = address.prefixBits();
    int mask = bits == 0 ? 0 : -1 << (Ipv4Address.BITS - bits);
    int host = Ipv4Address.parse(address.address().getHostAddress()).bits();
    return Ipv4Range.parse(new Ipv4Address(host & mask) + "/" + bits);
  }

  private static String text(Ipv4Range range, Network network, Ipv4Range other) {
    String how;
    if (range.equals(other)) {
      how = "is the group's range, too";
    } else {
      how =
          range.prefixBits() < other.prefixBits()
              ? "lies in the group's range " + range
              : "contains the group's range " + range;
    }
    return "the network %s on %s %s: machines of one hide those of the other; give one of them"
            .formatted(other, network.device, how)
        + " another range, on the portal's page or in your router";
  }

  /** The text for a requested address that no member can have; null if it is fine. */
  static @Nullable String ofWish(VirtualNetwork network, @Nullable String wished) {
    if (wished == null) {
      return null;
    }
    Ipv4Address address = Ipv4Address.parse(wished);
    String reason;
    if (!network.range().contains(address.bits())) {
      reason = "is not in the group's range " + network.range();
    } else if (address.equals(network.serviceAddress4())) {
      reason = "is the group's service address, where names are asked for";
    } else if (!network.isAssignable(address)) {
      reason = "is the first or last one of the group's range " + network.range();
    } else {
      return null;
    }
    return "address = \"%s\" in the configuration %s; another one is taken"
        .formatted(wished, reason);
  }

  /** Updates the notices: adds present conflicts and removes those that have ended. */
  static void tell(Notices notices, VirtualNetwork network, List<Network> networks) {
    Map<String, String> conflicts = ofNetworks(network.range(), networks);
    for (Notices.Notice notice : notices.all()) {
      if (notice.code().startsWith(NETWORK) && !conflicts.containsKey(notice.code())) {
        notices.clear(notice.code());
      }
    }
    conflicts.forEach(notices::raise);
  }

  /** Adds a notice if the requested address is not available. */
  static void tellOfWish(Notices notices, VirtualNetwork network, @Nullable String wished) {
    String text = ofWish(network, wished);
    if (text != null) {
      notices.raise(WISH, text);
    }
  }
}
