package net.groupvpn.simulator.relays;

/**
 * Sums of round-trip times in nanoseconds over pairs of nodes, for each way that a pair may take.
 * The paper's relay is the nearest of the source's links; each end is the source once, hence two
 * sums.
 */
final class RelayTimes {
  private long pairs;
  private long direct;
  private long nearestBothWays;
  private long betterEnd;
  private long sum;
  private long best;

  void add(long directNanos, long fromOne, long fromOther, long lowestSum, long bestOfAll) {
    pairs++;
    direct += directNanos;
    nearestBothWays += fromOne + fromOther;
    betterEnd += Math.min(fromOne, fromOther);
    sum += lowestSum;
    best += bestOfAll;
  }

  long pairs() {
    return pairs;
  }

  double directMillis() {
    return millis(direct);
  }

  double nearestMillis() {
    return millis(nearestBothWays) / 2;
  }

  double betterEndMillis() {
    return millis(betterEnd);
  }

  double sumMillis() {
    return millis(sum);
  }

  double bestMillis() {
    return millis(best);
  }

  private double millis(long nanos) {
    return pairs == 0 ? Double.NaN : nanos / 1e6 / pairs;
  }
}
