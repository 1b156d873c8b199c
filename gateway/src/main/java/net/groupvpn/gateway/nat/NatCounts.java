package net.groupvpn.gateway.nat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** One number for each {@link NatCounter}. Any thread. */
public final class NatCounts {
  // Filled here and never changed: any thread may read it.
  private final Map<NatCounter, LongAdder> adders = new EnumMap<>(NatCounter.class);

  /** All at 0. */
  public NatCounts() {
    for (NatCounter counter : NatCounter.values()) {
      adders.put(counter, new LongAdder());
    }
  }

  /** Adds one. */
  public void increment(NatCounter counter) {
    adder(counter).increment();
  }

  /** The count since the start. */
  public long get(NatCounter counter) {
    return adder(counter).sum();
  }

  /** All that are not 0, by label. */
  public SortedMap<String, Long> snapshot() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (NatCounter counter : NatCounter.values()) {
      long value = get(counter);
      if (value != 0) {
        counts.put(counter.label(), value);
      }
    }
    return counts;
  }

  private LongAdder adder(NatCounter counter) {
    return Objects.requireNonNull(adders.get(counter));
  }
}
