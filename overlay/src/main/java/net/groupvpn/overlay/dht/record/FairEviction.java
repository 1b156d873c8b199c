package net.groupvpn.overlay.dht.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.dht.record.RecordStore.Entry;

/**
 * Chooses the record to drop when there are too many: one of the network that brought most, so
 * nobody else pays for a flood. The older half of that network's records stays, so newcomers push
 * out no earlier record; from the younger half, which a flood shares, one is drawn at random. Pure.
 */
final class FairEviction {
  private FairEviction() {}

  /** The entry to drop; {@code entries} holds at least one. */
  static Entry choose(Collection<Entry> entries, RandomGenerator random) {
    Map<String, Integer> counts = new HashMap<>();
    String largest = "";
    int most = 0;
    for (Entry entry : entries) {
      String share = entry.carrier.share();
      int count = counts.merge(share, 1, Integer::sum);
      if (count > most) {
        largest = share;
        most = count;
      }
    }
    String chosen = largest;
    return ofOne(
        entries.stream()
            .filter(entry -> entry.carrier.share().equals(chosen))
            .sorted(Comparator.comparingLong(entry -> entry.bornNanos))
            .toList(),
        random);
  }

  /** The same where all entries are of one network, oldest first. */
  static Entry ofOne(Collection<Entry> oldestFirst, RandomGenerator random) {
    int index = random.nextInt(oldestFirst.size() / 2, oldestFirst.size());
    Iterator<Entry> entries = oldestFirst.iterator();
    for (int i = 0; i < index; i++) {
      entries.next();
    }
    return entries.next();
  }
}
