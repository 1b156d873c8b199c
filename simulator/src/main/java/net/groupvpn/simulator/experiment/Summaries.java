package net.groupvpn.simulator.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statistics of each line of an experiment's figure, by size. */
final class Summaries {
  private final Experiment experiment;
  private final Map<Integer, List<double[]>> rowsBySize = new LinkedHashMap<>();

  Summaries(Experiment experiment, Map<RunKey, List<double[]>> runs) {
    this.experiment = experiment;
    runs.forEach(
        (key, rows) ->
            rowsBySize.computeIfAbsent(key.size(), size -> new ArrayList<>()).addAll(rows));
  }

  List<Integer> sizes() {
    return List.copyOf(rowsBySize.keySet());
  }

  SampleStatistics sample(int size, PlotLine line) {
    List<double[]> rows = rowsBySize.getOrDefault(size, List.of());
    return SampleStatistics.of(rows.stream().mapToDouble(line.value()).toArray());
  }

  String toCsv() {
    StringBuilder out = new StringBuilder("size,value,runs,mean,p95,ci95_low,ci95_high\n");
    for (int size : sizes()) {
      for (PlotLine line : experiment.plot()) {
        SampleStatistics sample = sample(size, line);
        out.append(size)
            .append(',')
            .append(quoted(line.label()))
            .append(',')
            .append(sample.count());
        for (double value : numbers(sample)) {
          out.append(',').append(ResultNumbers.text(value));
        }
        out.append('\n');
      }
    }
    return out.toString();
  }

  private static String quoted(String label) {
    return label.indexOf(',') < 0 ? label : '"' + label + '"';
  }

  private static double[] numbers(SampleStatistics sample) {
    return new double[] {sample.mean(), sample.p95(), sample.low(), sample.high()};
  }

  String toJson(String manifest) {
    List<Object> sizes = new ArrayList<>();
    for (int size : sizes()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("size", size);
      for (PlotLine line : experiment.plot()) {
        SampleStatistics sample = sample(size, line);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("runs", sample.count());
        values.put("mean", sample.mean());
        values.put("p95", sample.p95());
        values.put("ci95", List.of(sample.low(), sample.high()));
        entry.put(line.label(), values);
      }
      sizes.add(entry);
    }
    return "{\"manifest\": " + manifest.strip() + ", \"sizes\": " + Json.of(sizes) + "}\n";
  }

  /** A table for people: means, with the half width of the 95 % interval for drawn lines. */
  String toText() {
    StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%6s %5s", "size", "runs"));
    experiment.plot().forEach(line -> out.append(cell(line, line.label())));
    out.append('\n');
    for (int size : sizes()) {
      int runs = rowsBySize.getOrDefault(size, List.of()).size();
      out.append(String.format(Locale.ROOT, "%6d %5d", size, runs));
      experiment.plot().forEach(line -> out.append(cell(line, shown(size, line))));
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(PlotLine line, String text) {
    int width = Math.max(line.label().length(), line.drawn() ? 16 : 8);
    return "  " + " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private String shown(int size, PlotLine line) {
    SampleStatistics sample = sample(size, line);
    if (sample.count() == 0) {
      return "-";
    }
    if (!line.drawn()) {
      return String.format(Locale.ROOT, "%.2f", sample.mean());
    }
    double scale = experiment.isShare() ? 100 : 1;
    String unit = experiment.isShare() ? " %" : "";
    String half =
        sample.count() < 2
            ? ""
            : String.format(Locale.ROOT, " +-%.1f", (sample.high() - sample.mean()) * scale);
    return String.format(Locale.ROOT, "%.1f%s%s", sample.mean() * scale, half, unit);
  }
}
