package net.groupvpn.client.dataplane;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash table from pairs of numbers to objects. A look-up allocates nothing, because it
 * happens for every packet. Open addressing, at most half full.
 */
final class AddressMap<V> {
  private static final int MIN_SLOTS = 8;
  private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;

  private final long[] highs;
  private final long[] lows;
  private final @Nullable Object[] values;
  private final int mask;

  private AddressMap(int slots) {
    highs = new long[slots];
    lows = new long[slots];
    values = new Object[slots];
    mask = slots - 1;
  }

  /** The value of a pair, or null. */
  // Only Builder.put fills the array, with values of type V.
  @SuppressWarnings("unchecked")
  @Nullable V find(long high, long low) {
    return (V) values[slot(high, low)];
  }

  /** The slot of the pair, or the free slot where it belongs. */
  private int slot(long high, long low) {
    long mixed = ((high * GOLDEN_RATIO) ^ low) * GOLDEN_RATIO;
    int slot = (int) (mixed >>> Integer.SIZE) & mask;
    while (values[slot] != null && (highs[slot] != high || lows[slot] != low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Collects the entries of a table. */
  static final class Builder<V> {
    private long[] highs = new long[MIN_SLOTS];
    private long[] lows = new long[MIN_SLOTS];
    private @Nullable Object[] values = new Object[MIN_SLOTS];
    private int count;

    /** Adds an entry; a later one of the same pair replaces it. */
    Builder<V> put(long high, long low, V value) {
      if (count == values.length) {
        highs = Arrays.copyOf(highs, 2 * count);
        lows = Arrays.copyOf(lows, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      highs[count] = high;
      lows[count] = low;
      values[count++] = value;
      return this;
    }

    AddressMap<V> build() {
      int slots = Math.max(MIN_SLOTS, 4 * Integer.highestOneBit(Math.max(1, count)));
      AddressMap<V> map = new AddressMap<>(slots);
      for (int i = 0; i < count; i++) {
        int slot = map.slot(highs[i], lows[i]);
        map.highs[slot] = highs[i];
        map.lows[slot] = lows[i];
        map.values[slot] = values[i];
      }
      return map;
    }
  }
}
