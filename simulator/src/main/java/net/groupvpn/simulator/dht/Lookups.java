package net.groupvpn.simulator.dht;

import java.util.ArrayList;
import java.util.List;

/** Counts look-ups and their successes, with their durations. */
final class Lookups {
  private static final double P95 = 0.95;
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Double> millis = new ArrayList<>();
  private int begun;

  void onBegun() {
    begun++;
  }

  void onFound(long nanos) {
    millis.add(nanos / NANOS_PER_MILLI);
  }

  /** Share of the started look-ups that succeeded. */
  double share() {
    return begun == 0 ? Double.NaN : (double) millis.size() / begun;
  }

  double medianMillis() {
    return at(0.5);
  }

  double p95Millis() {
    return at(P95);
  }

  private double at(double share) {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
