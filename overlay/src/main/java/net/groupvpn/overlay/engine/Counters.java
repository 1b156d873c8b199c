package net.groupvpn.overlay.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts events, mostly what was dropped and why. Single-threaded. */
public final class Counters {
  /** Iterated only to fill a sorted copy. */
  private final Map<Counter, Count> values = new HashMap<>();

  private static final class Count {
    private long value;
  }

  /** Adds one. */
  public void increment(Counter counter) {
    add(counter, 1);
  }

  /** Adds {@code number}. */
  public void add(Counter counter, long number) {
    values.computeIfAbsent(counter, c -> new Count()).value += number;
  }

  /** The count, 0 if never incremented. */
  public long get(Counter counter) {
    Count count = values.get(counter);
    return count == null ? 0 : count.value;
  }

  /** A copy, sorted by label. */
  public Map<String, Long> snapshot() {
    Map<String, Long> sorted = new TreeMap<>();
    values.forEach((counter, count) -> sorted.put(counter.label(), count.value));
    return sorted;
  }
}
