package net.groupvpn.lab.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The results of one round of one system: values, and reasons for missing ones. */
final class Sample {
  /** A measurement; stores its values, or throws. */
  @FunctionalInterface
  interface Measurement {
    void measure() throws InterruptedException;
  }

  private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
  private final Map<Metric, String> failures = new EnumMap<>(Metric.class);

  void put(Metric metric, double value) {
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalStateException(metric.key() + " cannot be " + value);
    }
    values.put(metric, value);
  }

  /** Measures. Those of {@code metrics} without a value have failed, and the run goes on. */
  void attempt(List<Metric> metrics, Measurement measurement) throws InterruptedException {
    try {
      measurement.measure();
    } catch (RuntimeException e) {
      // Whatever failed with one system, the others must still be measured.
      fail(metrics, String.valueOf(e.getMessage()));
    }
  }

  /** Stores the reason for all metrics without a value so far. */
  void fail(List<Metric> metrics, String reason) {
    metrics.stream()
        .filter(metric -> !values.containsKey(metric))
        .forEach(metric -> failures.putIfAbsent(metric, reason));
  }

  Map<Metric, Double> values() {
    return Collections.unmodifiableMap(values);
  }

  Map<Metric, String> failures() {
    return Collections.unmodifiableMap(failures);
  }
}
