package net.groupvpn.dhcpdns.name;

import java.util.HashMap;
import java.util.Map;
import net.groupvpn.dhcpdns.address.Ipv6Address;

/** A bounded number of places, of which each machine may take a share. Thread-safe. */
final class SourceShares {
  private final int places;
  private final int share;
  private final Map<Ipv6Address, Integer> taken = new HashMap<>();
  private int allTaken;

  /**
   * All are free at first.
   *
   * @param share most places of one source
   */
  SourceShares(int places, int share) {
    this.places = places;
    this.share = share;
  }

  /** Takes a place for {@code source}; false if it has its share, or none is left. */
  synchronized boolean take(Ipv6Address source) {
    int own = taken.getOrDefault(source, 0);
    if (allTaken >= places || own >= share) {
      return false;
    }
    allTaken++;
    taken.put(source, own + 1);
    return true;
  }

  /** Gives back a place that {@link #take} gave, once. */
  synchronized void giveBack(Ipv6Address source) {
    allTaken--;
    taken.computeIfPresent(source, (of, own) -> own > 1 ? own - 1 : null);
  }
}
