package net.groupvpn.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.report.TextTable;

/** The product's figures as multiples of others', in the same run. */
record Ratios(Results results, String product, List<String> others) {
  private static final List<Metric> SHOWN =
      List.of(
          Metric.TCP_AB,
          Metric.TCP_BA,
          Metric.SMALL_PACKETS,
          Metric.ROUND_TRIP_AVG,
          Metric.LOADED_PING,
          Metric.RESIDENT_A,
          Metric.PROCESSOR);

  /** A row per metric: "2.50 x" means two and a half times the other system's value. */
  TextTable table() {
    List<String> headings = new ArrayList<>(List.of(product + ", compared", "better is"));
    others.forEach(other -> headings.add("with " + other));
    TextTable table = new TextTable(headings);
    for (Metric metric : SHOWN) {
      List<String> row = new ArrayList<>(List.of(metric.heading()));
      row.add(metric.higherIsBetter() ? "more" : "less");
      others.forEach(other -> row.add(ratio(metric, other)));
      table.row(row);
    }
    return table;
  }

  private String ratio(Metric metric, String other) {
    MetricValues own = results.cell(product, metric);
    MetricValues theirs = results.cell(other, metric);
    if (own.isAbsent() || theirs.isAbsent()) {
      return MetricValues.ABSENT;
    }
    if (!own.isMeasured() || !theirs.isMeasured() || theirs.median() == 0) {
      return MetricValues.FAILED;
    }
    return String.format(Locale.ROOT, "%.2f x", own.median() / theirs.median());
  }
}
