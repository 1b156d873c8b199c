package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.groupvpn.overlay.virtual.Latencies;

/**
 * One-way delays in steps of 100 ns, exact for King's microseconds; possibly with gaps. Immutable,
 * so all runs share one.
 */
public final class LatencyMatrix implements Latencies {
  /** The size of a step. */
  static final int TICK_NANOS = 100;

  /** A delay that was not measured. */
  static final int MISSING = -1;

  private final int size;
  private final int[] ticks;

  private LatencyMatrix(int size, int[] ticks) {
    this.size = size;
    this.ticks = ticks;
  }

  /** Takes one-way delays row by row, negative where missing; uses the array itself. */
  static LatencyMatrix ofTicks(int size, int[] ticks) {
    for (int node = 0; node < size; node++) {
      ticks[node * size + node] = 0;
    }
    return new LatencyMatrix(size, ticks);
  }

  @Override
  public int sites() {
    return size;
  }

  @Override
  public long oneWayNanos(int from, int to) {
    int value = ticks[from * size + to];
    if (value == MISSING) {
      throw new IllegalStateException("no latency from " + from + " to " + to);
    }
    return (long) value * TICK_NANOS;
  }

  boolean isMissing(int from, int to) {
    return ticks[from * size + to] == MISSING;
  }

  /** Number of gaps, without the ways from nodes to themselves. */
  long missing() {
    return Arrays.stream(ticks).filter(value -> value == MISSING).count();
  }

  /** The same as text for people. */
  String missingText() {
    long ways = (long) size * (size - 1);
    return String.format(
        Locale.ROOT, "%.2f %% of the ways missing", ways == 0 ? 0 : 100.0 * missing() / ways);
  }

  /** Fills a missing direction from the other direction, where that was measured. */
  LatencyMatrix mirrored() {
    int[] filled = ticks.clone();
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        if (isMissing(from, to)) {
          filled[from * size + to] = ticks[to * size + from];
        }
      }
    }
    return new LatencyMatrix(size, filled);
  }

  /** Removes nodes one by one, the one with the most gaps first, until no gap is left. */
  LatencyMatrix withoutGaps() {
    int[] gaps = new int[size];
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        if (isMissing(from, to)) {
          gaps[from]++;
          gaps[to]++;
        }
      }
    }
    List<Integer> kept = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      kept.add(node);
    }
    for (int worst = worst(kept, gaps); gaps[worst] > 0; worst = worst(kept, gaps)) {
      kept.remove(Integer.valueOf(worst));
      for (int node : kept) {
        gaps[node] -= (isMissing(node, worst) ? 1 : 0) + (isMissing(worst, node) ? 1 : 0);
      }
    }
    return kept.size() == size ? this : of(kept);
  }

  private static int worst(List<Integer> kept, int[] gaps) {
    int worst = kept.get(0);
    for (int node : kept) {
      if (gaps[node] > gaps[worst]) {
        worst = node;
      }
    }
    return worst;
  }

  private LatencyMatrix of(List<Integer> nodes) {
    int count = nodes.size();
    int[] chosen = new int[count * count];
    for (int from = 0; from < count; from++) {
      for (int to = 0; to < count; to++) {
        chosen[from * count + to] = ticks[nodes.get(from) * size + nodes.get(to)];
      }
    }
    return new LatencyMatrix(count, chosen);
  }

  /** Round-trip times of some nodes in steps of 100 ns, row by row; -1 where there is a gap. */
  int[] roundTripTicks() {
    int[] result = new int[size * size];
    for (int one = 0; one < size; one++) {
      for (int other = 0; other < size; other++) {
        boolean gap = isMissing(one, other) || isMissing(other, one);
        result[one * size + other] =
            gap ? MISSING : ticks[one * size + other] + ticks[other * size + one];
      }
    }
    return result;
  }
}
