package net.groupvpn.simulator.addresses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import net.groupvpn.dhcpdns.address.Ipv4Address;

/**
 * Looks, from outside and with all members in view, for addresses that two of them hold at once.
 * Two that cannot reach each other are counted apart: no rule could prevent that without taking
 * addresses away from one part of the network.
 */
final class DoubleWatch {
  private final List<Claimant> claimants;
  private final Map<Ipv4Address, Long> since = new HashMap<>();
  private final Set<Ipv4Address> everDouble = new HashSet<>();
  private IntUnaryOperator partOf = number -> 0;
  private long longestNanos;
  private int across;

  DoubleWatch(List<Claimant> claimants) {
    this.claimants = claimants;
  }

  /** Begins to count anew, in a network with these parts. */
  void begin(IntUnaryOperator newPartOf) {
    partOf = newPartOf;
    since.clear();
    everDouble.clear();
    longestNanos = 0;
  }

  /** Looks once. */
  void look(long nowNanos) {
    Map<Ipv4Address, List<Claimant>> holders = new HashMap<>();
    for (Claimant claimant : claimants) {
      Ipv4Address held = claimant.held();
      if (held != null) {
        holders.computeIfAbsent(held, ignored -> new ArrayList<>()).add(claimant);
      }
    }
    across = 0;
    Set<Ipv4Address> twice = new HashSet<>();
    holders.forEach(
        (address, all) -> {
          if (all.size() > parts(all)) {
            twice.add(address);
          } else if (all.size() > 1) {
            across++;
          }
        });
    since.keySet().retainAll(twice);
    for (Ipv4Address address : twice) {
      long begun = since.computeIfAbsent(address, ignored -> nowNanos);
      longestNanos = Math.max(longestNanos, nowNanos - begun);
    }
    everDouble.addAll(twice);
  }

  private long parts(List<Claimant> holders) {
    return holders.stream().mapToInt(each -> partOf.applyAsInt(each.number())).distinct().count();
  }

  /** Addresses held twice in one part at the last look. */
  int now() {
    return since.size();
  }

  /** Addresses held in two parts at the last look. */
  int across() {
    return across;
  }

  /** Addresses that were ever held twice in one part. */
  int ever() {
    return everDouble.size();
  }

  /** The longest time for which one was held twice in one part without a break. */
  long longestNanos() {
    return longestNanos;
  }
}
