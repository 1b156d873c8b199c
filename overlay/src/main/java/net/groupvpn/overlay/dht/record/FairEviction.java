package net.groupvpn.overlay.dht.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.dht.record.RecordStore.Entry;

/**
 * Which record goes when there are too many: one of the network that brought most of them, so that
 * nobody else pays for whoever floods. Of that network's records the older half stays: whoever was
 * there before is not pushed out by newcomers, with which a flood shares the younger half, by
 * chance. Pure.
 */
final class FairEviction {
  private FairEviction() {}

  /** The one of {@code entries}, of which there is at least one, that goes. */
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

  /** The same where all are of one network, the oldest first. */
  static Entry ofOne(Collection<Entry> oldestFirst, RandomGenerator random) {
    int index = random.nextInt(oldestFirst.size() / 2, oldestFirst.size());
    Iterator<Entry> entries = oldestFirst.iterator();
    for (int i = 0; i < index; i++) {
      entries.next();
    }
    return entries.next();
  }
}
