package net.groupvpn.client.portmap;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often each {@link PortMapCounter} occurred; any thread. */
final class PortMapCounters {
  private final Map<PortMapCounter, Long> values = new ConcurrentHashMap<>();

  void increment(PortMapCounter counter) {
    values.merge(counter, 1L, Long::sum);
  }

  /** A copy, sorted by label; without counters at 0. */
  Map<String, Long> snapshot() {
    Map<String, Long> sorted = new TreeMap<>();
    values.forEach((counter, count) -> sorted.put(counter.label(), count));
    return sorted;
  }
}
