package net.groupvpn.overlay.io.stream;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.overlay.engine.Counter;

/** The events of one port's connections, counted. Any thread. */
final class StreamCounters {
  private final Map<Counter, LongAdder> counts = new ConcurrentHashMap<>();

  void increment(Counter counter) {
    counts.computeIfAbsent(counter, key -> new LongAdder()).increment();
  }

  /** A copy, sorted by label. */
  SortedMap<String, Long> snapshot() {
    SortedMap<String, Long> sorted = new TreeMap<>();
    counts.forEach((counter, count) -> sorted.put(counter.label(), count.sum()));
    return sorted;
  }
}
