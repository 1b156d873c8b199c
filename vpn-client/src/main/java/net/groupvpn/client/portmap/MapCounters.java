package net.groupvpn.client.portmap;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Named counters; any thread. Names are constants of the code, so there are few. */
final class MapCounters {
  private final Map<String, Long> values = new ConcurrentHashMap<>();

  void increment(String name) {
    values.merge(name, 1L, Long::sum);
  }

  /** A sorted copy. */
  Map<String, Long> snapshot() {
    return new TreeMap<>(values);
  }
}
