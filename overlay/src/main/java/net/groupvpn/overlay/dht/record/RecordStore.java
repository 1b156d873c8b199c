package net.groupvpn.overlay.dht.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The records that one replica keeps. Bounded in total, per key, per publisher, per carrier, and
 * per carrier's network. A publisher beyond its limit is refused; every other limit makes room
 * ({@link FairEviction}). Holds verified records only.
 */
final class RecordStore {
  static final int MAX_RECORDS = 4_096;
  static final int MAX_RECORDS_PER_KEY = 512;
  static final int MAX_RECORDS_PER_PUBLISHER = 64;

  /** Limit for one carrier. */
  static final int MAX_RECORDS_PER_CARRIER = MAX_RECORDS / 4;

  /** Limit for the carriers of one network. */
  static final int MAX_RECORDS_PER_NETWORK = MAX_RECORDS / 2;

  /** A record with what this replica knows about it. */
  static final class Entry {
    final SignedRecord record;
    final Carrier carrier;
    final TreeSet<NodeId> replicas = new TreeSet<>();

    /** Boot time at which the publisher's first record under this key arrived, nanoseconds. */
    final long bornNanos;

    final long expiresNanos;

    Entry(SignedRecord record, Carrier carrier, long bornNanos, long expiresNanos) {
      this.record = record;
      this.carrier = carrier;
      this.bornNanos = bornNanos;
      this.expiresNanos = expiresNanos;
    }
  }

  private final TreeMap<NodeId, TreeMap<NodeId, Entry>> byKey = new TreeMap<>();
  private final Map<NodeId, Integer> perPublisher = new HashMap<>();
  private final Holdings<NodeId> byCarrier = new Holdings<>();
  private final Holdings<String> byShare = new Holdings<>();
  private final RandomGenerator random;
  private final TreeSet<Entry> byExpiry =
      new TreeSet<>(
          Comparator.<Entry>comparingLong(entry -> entry.expiresNanos)
              .thenComparing(entry -> entry.record.key())
              .thenComparing(entry -> entry.record.publisher()));
  private int size;
  private long evicted;

  RecordStore(RandomGenerator random) {
    this.random = random;
  }

  /** Records dropped to make room since the last call. */
  long takeEvicted() {
    long count = evicted;
    evicted = 0;
    return count;
  }

  int size() {
    return size;
  }

  /**
   * Keeps a record.
   *
   * @param carrier the peer that brought it; a publisher's later records stay with its first
   *     carrier
   * @return its entry if this or a newer one is kept afterwards; null if there is no room for it
   */
  @Nullable Entry put(SignedRecord record, Carrier carrier, long nowNanos, long expiresNanos) {
    TreeMap<NodeId, Entry> sameKey = byKey.get(record.key());
    Entry old = sameKey == null ? null : sameKey.get(record.publisher());
    if (old != null && !record.isNewerThan(old.record)) {
      return old;
    }
    if (old == null && ofPublisher(record.publisher()) >= MAX_RECORDS_PER_PUBLISHER) {
      return null;
    }
    if (old == null) {
      makeRoom(record.key(), carrier);
    }
    Entry entry =
        old == null
            ? new Entry(record, carrier, nowNanos, expiresNanos)
            : new Entry(record, old.carrier, old.bornNanos, expiresNanos);
    byKey.computeIfAbsent(record.key(), key -> new TreeMap<>()).put(record.publisher(), entry);
    if (old != null) {
      byExpiry.remove(old);
    }
    byExpiry.add(entry);
    byCarrier.put(entry.carrier.node(), entry);
    byShare.put(entry.carrier.share(), entry);
    if (old == null) {
      size++;
      perPublisher.merge(record.publisher(), 1, Integer::sum);
    }
    return entry;
  }

  private int ofPublisher(NodeId publisher) {
    return perPublisher.getOrDefault(publisher, 0);
  }

  private void makeRoom(NodeId key, Carrier carrier) {
    TreeMap<NodeId, Entry> sameKey = byKey.get(key);
    if (sameKey != null && sameKey.size() >= MAX_RECORDS_PER_KEY) {
      evict(FairEviction.choose(sameKey.values(), random));
    }
    if (byCarrier.of(carrier.node()).size() >= MAX_RECORDS_PER_CARRIER) {
      evict(FairEviction.ofOne(byCarrier.of(carrier.node()), random));
    }
    if (byShare.of(carrier.share()).size() >= MAX_RECORDS_PER_NETWORK) {
      evict(FairEviction.ofOne(byShare.of(carrier.share()), random));
    }
    if (size >= MAX_RECORDS) {
      evict(FairEviction.ofOne(byShare.largest(), random));
    }
  }

  private void evict(Entry entry) {
    drop(entry);
    evicted++;
  }

  /** The records under {@code key} by publisher, starting after {@code after}. */
  List<Entry> find(NodeId key, @Nullable NodeId after) {
    TreeMap<NodeId, Entry> sameKey = byKey.get(key);
    if (sameKey == null) {
      return List.of();
    }
    NavigableMap<NodeId, Entry> rest = after == null ? sameKey : sameKey.tailMap(after, false);
    return new ArrayList<>(rest.values());
  }

  /** All records, by key and publisher. */
  List<Entry> all() {
    return byKey.values().stream().flatMap(sameKey -> sameKey.values().stream()).toList();
  }

  /** Drops expired records. */
  void expire(long bootNanos) {
    while (!byExpiry.isEmpty() && byExpiry.first().expiresNanos <= bootNanos) {
      drop(byExpiry.first());
    }
  }

  private void drop(Entry entry) {
    byExpiry.remove(entry);
    byCarrier.remove(entry.carrier.node(), entry);
    byShare.remove(entry.carrier.share(), entry);
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
