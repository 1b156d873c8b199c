package net.groupvpn.lab.bench;

import java.util.List;
import net.groupvpn.lab.report.Median;

/**
 * What all rounds gave for one metric of one system.
 *
 * @param values of the rounds that succeeded
 * @param failures why the others did not
 */
record Cell(List<Double> values, List<String> failures) {
  static final String ABSENT = "-";
  static final String FAILED = "failed";

  /** Whether it was never tried, as this system has no such thing. */
  boolean isAbsent() {
    return values.isEmpty() && failures.isEmpty();
  }

  /** Whether there is a number: at least half of the rounds gave one. */
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
