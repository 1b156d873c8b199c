package net.groupvpn.overlay.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Named counters of what happened, above all of what was dropped and why. Single-threaded. */
public final class Counters {
  private static final int MAX_NAMES = 512;

  /** Never iterated but into a sorted copy. */
  private final Map<String, Count> values = new HashMap<>();

  private static final class Count {
    private long value;
  }

  /** Adds one. Names are constants of the code, such as {@code dropped.record.replayed}. */
  public void increment(String name) {
    add(name, 1);
  }

  /** Adds {@code number}. */
  public void add(String name, long number) {
    Count count = values.get(name);
    if (count == null) {
      count = begin(name);
    }
    count.value += number;
  }

  private Count begin(String name) {
    if (values.size() >= MAX_NAMES) {
      throw new IllegalStateException("counter names must be constants; one too many: " + name);
    }
    Count count = new Count();
    values.put(name, count);
    return count;
  }

  /** The count, 0 if never incremented. */
  public long get(String name) {
    Count count = values.get(name);
    return count == null ? 0 : count.value;
  }

  /** A sorted copy. */
  public Map<String, Long> snapshot() {
    Map<String, Long> sorted = new TreeMap<>();
    values.forEach((name, count) -> sorted.put(name, count.value));
    return sorted;
  }
}
