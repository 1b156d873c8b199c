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
 * Finds out where the group's addresses and those of this machine's other networks are the same:
 * one of both cannot be reached then. Pure, but for {@link #networksOfThisMachine}.
 */
final class RangeConflicts {
  private static final String WISH = "wished_address";
  private static final String NETWORK = "range_conflict_";

  private RangeConflicts() {}

  /**
   * A network of this machine.
   *
   * @param device the network card
   * @param address the machine's address in it, with the length of the network's prefix
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

  /** What to say of each network that overlaps with {@code range}, by the notice's code. */
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

  /** What to say of an address that is wished for but that no member can have; null if fine. */
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

  /** Says what is so by now, and takes back what is so no longer. */
  static void tell(Notices notices, VirtualNetwork network, List<Network> networks) {
    Map<String, String> conflicts = ofNetworks(network.range(), networks);
    for (Notices.Notice notice : notices.all()) {
      if (notice.code().startsWith(NETWORK) && !conflicts.containsKey(notice.code())) {
        notices.clear(notice.code());
      }
    }
    conflicts.forEach(notices::raise);
  }

  /** Says so if the wished-for address cannot be had. */
  static void tellOfWish(Notices notices, VirtualNetwork network, @Nullable String wished) {
    String text = ofWish(network, wished);
    if (text != null) {
      notices.raise(WISH, text);
    }
  }
}
