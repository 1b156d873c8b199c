package net.groupvpn.overlay.dht.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** What one replica keeps: bounded as a whole, per key and per publisher. Verified records only. */
final class RecordStore {
  static final int MAX_RECORDS = 4_096;
  static final int MAX_RECORDS_PER_KEY = 512;
  static final int MAX_RECORDS_PER_PUBLISHER = 64;

  /** A record with this replica's own knowledge of it. */
  static final class Entry {
    final SignedRecord record;
    final TreeSet<NodeId> replicas = new TreeSet<>();
    long expiresNanos;

    Entry(SignedRecord record, long expiresNanos) {
      this.record = record;
      this.expiresNanos = expiresNanos;
    }
  }

  private final TreeMap<NodeId, TreeMap<NodeId, Entry>> byKey = new TreeMap<>();
  private final Map<NodeId, Integer> perPublisher = new HashMap<>();
  private int size;

  int size() {
    return size;
  }

  /** The record's entry if this or a newer one is kept afterwards; null if there is no room. */
  @Nullable Entry put(SignedRecord record, long expiresNanos) {
    TreeMap<NodeId, Entry> sameKey = byKey.get(record.key());
    Entry old = sameKey == null ? null : sameKey.get(record.publisher());
    if (old != null && !record.isNewerThan(old.record)) {
      return old;
    }
    if (old == null && !hasRoom(record, sameKey == null ? 0 : sameKey.size())) {
      return null;
    }
    Entry entry = new Entry(record, expiresNanos);
    byKey.computeIfAbsent(record.key(), key -> new TreeMap<>()).put(record.publisher(), entry);
    if (old == null) {
      size++;
      perPublisher.merge(record.publisher(), 1, Integer::sum);
    }
    return entry;
  }

  private boolean hasRoom(SignedRecord record, int sameKey) {
    return size < MAX_RECORDS
        && sameKey < MAX_RECORDS_PER_KEY
        && perPublisher.getOrDefault(record.publisher(), 0) < MAX_RECORDS_PER_PUBLISHER;
  }

  /** The records under {@code key} by publisher, those of {@code after} and before left out. */
  List<Entry> find(NodeId key, @Nullable NodeId after) {
    TreeMap<NodeId, Entry> sameKey = byKey.get(key);
    if (sameKey == null) {
      return List.of();
    }
    NavigableMap<NodeId, Entry> rest = after == null ? sameKey : sameKey.tailMap(after, false);
    return new ArrayList<>(rest.values());
  }

  /** Everything, by key and publisher. */
  List<Entry> all() {
    return byKey.values().stream().flatMap(sameKey -> sameKey.values().stream()).toList();
  }

  /** Drops what has expired. */
  void expire(long bootNanos) {
    for (Entry entry : all()) {
      if (entry.expiresNanos <= bootNanos) {
        drop(entry);
      }
    }
  }

  private void drop(Entry entry) {
    byKey.computeIfPresent(
        entry.record.key(),
        (key, sameKey) -> {
          sameKey.remove(entry.record.publisher());
          return sameKey.isEmpty() ? null : sameKey;
        });
    perPublisher.computeIfPresent(
        entry.record.publisher(), (publisher, count) -> count == 1 ? null : count - 1);
    size--;
  }
}
