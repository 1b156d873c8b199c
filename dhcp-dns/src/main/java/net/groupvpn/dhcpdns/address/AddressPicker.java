package net.groupvpn.dhcpdns.address;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides which address to claim next: the one that is kept for this machine, the preferred ones in
 * their order, then random ones. What is kept for others is left out.
 */
public final class AddressPicker {
  /** This many refused addresses are not drawn again. */
  static final int MAX_REMEMBERED = 64;

  private static final int MAX_DRAWS = 16;

  private final Deque<Ipv4Address> preferred = new ArrayDeque<>();
  private final Set<Ipv4Address> taken = new LinkedHashSet<>();
  private final VirtualNetwork network;
  private final RandomGenerator random;
  private Reservations reservations = Reservations.NONE;

  /** {@code preferred} are tried first, as far as members may have them. */
  public AddressPicker(
      VirtualNetwork network, RandomGenerator random, List<Ipv4Address> preferred) {
    this.network = network;
    this.random = random;
    preferred.stream().filter(network::isAssignable).distinct().forEach(this.preferred::add);
  }

  /** The next address to try. */
  public Ipv4Address next() {
    Ipv4Address first = preferred.poll();
    while (first != null && !reservations.mayClaim(first)) {
      first = preferred.poll();
    }
    return first != null ? first : draw();
  }

  /** The group's policy keeps these from now on; what it keeps for this machine is tried first. */
  public void setReservations(Reservations newReservations) {
    reservations = newReservations;
    Ipv4Address own = reservations.ownAddress();
    if (own != null) {
      prefer(own);
    }
  }

  /** Makes {@code address} the next one to try. */
  public void prefer(Ipv4Address address) {
    preferred.remove(address);
    preferred.addFirst(address);
  }

  /** Another member has {@code address}. */
  public void onTaken(Ipv4Address address) {
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
    return afterReserved(drawn);
  }

  /** Of one more than are reserved in a row, one is not, unless all of the range is. */
  private Ipv4Address afterReserved(Ipv4Address drawn) {
    Ipv4Address next = drawn;
    for (int i = 0; i < reservations.addresses() && !reservations.mayClaim(next); i++) {
      next = network.assignableAfter(next);
    }
    return next;
  }
}
