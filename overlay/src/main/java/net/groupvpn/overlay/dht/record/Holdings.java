package net.groupvpn.overlay.dht.record;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.dht.record.RecordStore.Entry;
import net.groupvpn.overlay.id.NodeId;

/**
 * Records grouped by what they count against; each group in the order in which the publishers
 * arrived.
 *
 * @param <K> the holder
 */
final class Holdings<K extends Comparable<K>> {
  private record Id(NodeId key, NodeId publisher) {
    static Id of(Entry entry) {
      return new Id(entry.record.key(), entry.record.publisher());
    }
  }

  private final Map<K, Map<Id, Entry>> byHolder = new TreeMap<>();

  /** Adds it, or replaces an older one of the same publisher in place. */
  void put(K holder, Entry entry) {
    byHolder.computeIfAbsent(holder, h -> new LinkedHashMap<>()).put(Id.of(entry), entry);
  }

  void remove(K holder, Entry entry) {
    byHolder.computeIfPresent(
        holder,
        (h, held) -> {
          held.remove(Id.of(entry));
          return held.isEmpty() ? null : held;
        });
  }

  /** The records of one holder, oldest first. */
  Collection<Entry> of(K holder) {
    Map<Id, Entry> held = byHolder.get(holder);
    return held == null ? List.of() : held.values();
  }

  /** The records of the holder with the most. */
  Collection<Entry> largest() {
    Collection<Entry> largest = List.of();
    for (Map<Id, Entry> held : byHolder.values()) {
      largest = held.size() > largest.size() ? held.values() : largest;
    }
    return largest;
  }
}
