package net.groupvpn.simulator.relays;

import java.util.function.IntBinaryOperator;

/**
 * Which relay each rule takes, on a fixed topology. Times are round trips in steps of 100 ns, so
 * the search for the best of all nodes runs over plain integer rows.
 */
final class RelayComparison {
  private static final long STEP_NANOS = 100;

  private final int size;
  private final int[] times;
  private final int[][] links;
  private final int[] nearest;

  /**
   * A topology.
   *
   * @param roundTripSteps symmetrical
   * @param links of each node, at least one
   */
  RelayComparison(int size, IntBinaryOperator roundTripSteps, int[][] links) {
    this.size = size;
    this.times = new int[size * size];
    this.links = links;
    this.nearest = new int[size];
    for (int one = 0; one < size; one++) {
      for (int other = 0; other < size; other++) {
        times[one * size + other] = one == other ? 0 : roundTripSteps.applyAsInt(one, other);
      }
    }
    for (int node = 0; node < size; node++) {
      nearest[node] = nearestOf(node);
    }
  }

  private int nearestOf(int node) {
    int found = links[node][0];
    for (int link : links[node]) {
      if (time(node, link) < time(node, found)) {
        found = link;
      }
    }
    return found;
  }

  private int time(int one, int other) {
    return times[one * size + other];
  }

  /** Adds the ways of a pair without a link. */
  void addTo(RelayTimes result, int one, int other) {
    result.add(
        STEP_NANOS * time(one, other),
        STEP_NANOS * over(nearest[one], one, other),
        STEP_NANOS * over(nearest[other], one, other),
        STEP_NANOS
            * Math.min(lowestSum(links[one], one, other), lowestSum(links[other], one, other)),
        STEP_NANOS * best(one, other));
  }

  private int over(int relay, int one, int other) {
    return time(one, relay) + time(relay, other);
  }

  private int lowestSum(int[] relays, int one, int other) {
    int least = Integer.MAX_VALUE;
    for (int relay : relays) {
      least = Math.min(least, over(relay, one, other));
    }
    return least;
  }

  /** The ends themselves cannot be relays, so they are left out; three simple loops are fastest. */
  private int best(int one, int other) {
    int first = Math.min(one, other);
    int last = Math.max(one, other);
    int least = least(one, other, 0, first, Integer.MAX_VALUE);
    least = least(one, other, first + 1, last, least);
    return least(one, other, last + 1, size, least);
  }

  private int least(int one, int other, int from, int to, int limit) {
    int least = limit;
    int row = one * size;
    int otherRow = other * size;
    for (int via = from; via < to; via++) {
      least = Math.min(least, times[row + via] + times[otherRow + via]);
    }
    return least;
  }
}
