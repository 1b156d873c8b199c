package net.groupvpn.gateway.offers;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Offers that are remembered, by node ID. One that is missing from a reading is kept for {@link
 * #MAX_MISSED} readings: the replicas of a slot may be out of reach for a moment. When there are
 * too many, the member with most machines loses the one that came last: whoever has many, and has
 * chosen their IDs, takes room from nobody else. Pure.
 */
final class OfferShelf<T> {
  /** Most offers that are remembered. */
  static final int MAX_OFFERS = 256;

  /** Readings in a row that an offer may be missing from. */
  static final int MAX_MISSED = 3;

  private final SortedMap<NodeId, Entry<T>> entries = new TreeMap<>();
  private long arrivals;

  /** An offer, when it came, and for how many readings it has been missing. */
  private record Entry<T>(MachineOffer<T> offer, long arrival, int missed) {}

  /** All of them. */
  SortedMap<NodeId, MachineOffer<T>> all() {
    SortedMap<NodeId, MachineOffer<T>> all = new TreeMap<>();
    entries.forEach((node, entry) -> all.put(node, entry.offer()));
    return all;
  }

  /** One of them; null if there is none. */
  @Nullable MachineOffer<T> get(NodeId node) {
    Entry<T> entry = entries.get(node);
    return entry == null ? null : entry.offer();
  }

  /** What this one offers is no longer to be remembered. */
  void forget(NodeId node) {
    entries.remove(node);
  }

  /** After a reading that has found these; returns how many there was no room for. */
  int replaceBy(SortedMap<NodeId, MachineOffer<T>> found) {
    entries.replaceAll(
        (node, entry) -> new Entry<>(entry.offer(), entry.arrival(), entry.missed() + 1));
    entries.values().removeIf(entry -> entry.missed() > MAX_MISSED);
    found.forEach(
        (node, offer) -> {
          Entry<T> known = entries.get(node);
          entries.put(node, new Entry<>(offer, known == null ? arrivals++ : known.arrival(), 0));
        });
    int dropped = 0;
    while (entries.size() > MAX_OFFERS) {
      entries.remove(leastEntitled());
      dropped++;
    }
    return dropped;
  }

  private NodeId leastEntitled() {
    Map<NodeId, Integer> machines = new HashMap<>();
    entries.values().forEach(entry -> machines.merge(entry.offer().unit(), 1, Integer::sum));
    Comparator<Map.Entry<NodeId, Entry<T>>> byMachines =
        Comparator.comparing(each -> machines.getOrDefault(each.getValue().offer().unit(), 0));
    return entries.entrySet().stream()
        .max(byMachines.thenComparing(each -> each.getValue().arrival()))
        .orElseThrow()
        .getKey();
  }
}
