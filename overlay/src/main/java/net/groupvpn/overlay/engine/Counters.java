package net.groupvpn.overlay.engine;

import java.util.Map;
import java.util.TreeMap;

/** Named counters of what happened, above all of what was dropped and why. Single-threaded. */
public final class Counters {
  private static final int MAX_NAMES = 512;

  private final Map<String, Long> values = new TreeMap<>();

  /** Adds one. Names are constants of the code, such as {@code dropped.record.replayed}. */
  public void increment(String name) {
    if (values.size() >= MAX_NAMES && !values.containsKey(name)) {
      throw new IllegalStateException("counter names must be constants; one too many: " + name);
    }
    values.merge(name, 1L, Long::sum);
  }

  /** The count, 0 if never incremented. */
  public long get(String name) {
    return values.getOrDefault(name, 0L);
  }

  /** A sorted copy. */
  public Map<String, Long> snapshot() {
    return new TreeMap<>(values);
  }
}
