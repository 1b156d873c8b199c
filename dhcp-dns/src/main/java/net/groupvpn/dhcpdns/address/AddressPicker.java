package net.groupvpn.dhcpdns.address;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Decides which address to claim next: the preferred ones in order, then random ones. */
final class AddressPicker {
  /** This many refused addresses are not drawn again. */
  static final int MAX_REMEMBERED = 64;

  private static final int MAX_DRAWS = 16;

  private final Deque<Ipv4Address> preferred = new ArrayDeque<>();
  private final Set<Ipv4Address> taken = new LinkedHashSet<>();
  private final VirtualNetwork network;
  private final RandomGenerator random;

  AddressPicker(VirtualNetwork network, RandomGenerator random, List<Ipv4Address> preferred) {
    this.network = network;
    this.random = random;
    preferred.stream().filter(network::isAssignable).distinct().forEach(this.preferred::add);
  }

  /** The next address to try. */
  Ipv4Address next() {
    Ipv4Address first = preferred.poll();
    return first != null ? first : draw();
  }

  /** Makes {@code address} the next one to try. */
  void prefer(Ipv4Address address) {
    preferred.remove(address);
    preferred.addFirst(address);
  }

  /** Another member has {@code address}. */
  void onTaken(Ipv4Address address) {
    if (taken.size() >= MAX_REMEMBERED) {
      taken.clear();
    }
    taken.add(address);
  }

  private Ipv4Address draw() {
    Ipv4Address drawn = network.randomAddress(random);
    for (int i = 0; i < MAX_DRAWS && taken.contains(drawn); i++) {
      drawn = network.randomAddress(random);
    }
    return drawn;
  }
}
