package net.groupvpn.lab.overheads;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import net.groupvpn.lab.overheads.OverheadRow.Cost;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws memory and traffic against the size of the group, idle and with all peers active. */
final class OverheadsPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;

  /** A logarithmic axis has no zero. */
  private static final double LEAST = 1;

  private final List<OverheadRow> rows;

  OverheadsPlot(List<OverheadRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Writes both pictures into a directory; returns their files. */
  List<Path> write(Path folder) throws IOException {
    XYChart memory = chart("Memory of one process, MiB", Cost::residentMebibytes);
    memory.getStyler().setYAxisMin(0.0);
    XYChart traffic =
        chart("Sent on the wire, bytes/s", cost -> Math.max(LEAST, cost.sentBytesPerSecond()));
    traffic.getStyler().setYAxisLogarithmic(true);
    return List.of(
        save(memory, folder.resolve("memory.png")), save(traffic, folder.resolve("traffic.png")));
  }

  private static Path save(XYChart chart, Path file) throws IOException {
    return Files.write(file, ChartEncoder.getBytes(chart, "png"));
  }

  private XYChart chart(String title, Function<Cost, Double> value) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("members")
            .yAxisTitle("")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    for (String system : rows.stream().map(OverheadRow::system).distinct().toList()) {
      add(chart, system + ", idle", system, OverheadsPlot::isIdle, OverheadRow::others, value);
      add(chart, system + ", all active", system, OverheadsPlot::isFull, OverheadRow::first, value);
      add(
          chart,
          system + " server, idle",
          system,
          OverheadsPlot::isIdle,
          OverheadRow::server,
          value);
      add(
          chart,
          system + " server, all active",
          system,
          OverheadsPlot::isFull,
          OverheadRow::server,
          value);
    }
    return chart;
  }

  private static boolean isIdle(OverheadRow row) {
    return row.active() == 0;
  }

  private static boolean isFull(OverheadRow row) {
    return row.active() == row.members() - 1;
  }

  private void add(
      XYChart chart,
      String name,
      String system,
      Predicate<OverheadRow> which,
      Function<OverheadRow, @Nullable Cost> whose,
      Function<Cost, Double> value) {
    List<Integer> sizes = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (OverheadRow row : rows) {
      Cost cost = whose.apply(row);
      if (row.system().equals(system) && which.test(row) && cost != null) {
        sizes.add(row.members());
        values.add(value.apply(cost));
      }
    }
    if (!sizes.isEmpty()) {
      chart.addSeries(name, sizes, values);
    }
  }
}
