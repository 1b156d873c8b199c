package net.groupvpn.client.dataplane;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** One counter for each {@link PacketCount}. Thread-safe, made for many writers and few readers. */
final class PacketCounters {
  // Filled here and never changed, so any thread may read it.
  private final Map<PacketCount, LongAdder> adders = new EnumMap<>(PacketCount.class);

  PacketCounters() {
    for (PacketCount count : PacketCount.values()) {
      adders.put(count, new LongAdder());
    }
  }

  void increment(PacketCount count) {
    adder(count).increment();
  }

  void add(PacketCount count, long value) {
    adder(count).add(value);
  }

  /** The count since the start. */
  long get(PacketCount count) {
    return adder(count).sum();
  }

  /** All counts by name, including zeros. */
  SortedMap<String, Long> snapshot() {
    SortedMap<String, Long> counts = new TreeMap<>();
    adders.forEach((count, adder) -> counts.put(count.label(), adder.sum()));
    return counts;
  }

  private LongAdder adder(PacketCount count) {
    return Objects.requireNonNull(adders.get(count));
  }
}
