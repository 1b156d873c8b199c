package net.groupvpn.lab.bench;

import java.util.List;
import net.groupvpn.lab.report.Median;

/**
 * The values of all rounds for one metric of one system.
 *
 * @param values of the rounds that succeeded
 * @param failures reasons of the rounds that failed
 */
record MetricValues(List<Double> values, List<String> failures) {
  static final String ABSENT = "-";
  static final String FAILED = "failed";

  /** Whether it was never tried, because the metric does not apply to this system. */
  boolean isAbsent() {
    return values.isEmpty() && failures.isEmpty();
  }

  /** Whether there is a value: at least half of the rounds succeeded. */
  boolean isMeasured() {
    return !values.isEmpty() && values.size() >= failures.size();
  }

  double median() {
    return Median.of(values);
  }

  String toText(Metric metric) {
    if (isAbsent()) {
      return ABSENT;
    }
    return isMeasured() ? metric.format(median()) : FAILED;
  }
}
