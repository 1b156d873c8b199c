package net.groupvpn.lab.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one round of one system gave: values, and reasons where there are none. */
final class Sample {
  /** A measurement; it puts what it measures, or throws. */
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

  /** Measures; those of {@code metrics} that were not put have failed, and the run goes on. */
  void attempt(List<Metric> metrics, Measurement measurement) throws InterruptedException {
    try {
      measurement.measure();
    } catch (RuntimeException e) {
      // Whatever went wrong with one system, the others shall still be measured.
      fail(metrics, String.valueOf(e.getMessage()));
    }
  }

  /** Says why there is no value of those that have none yet. */
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
