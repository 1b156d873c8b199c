package net.groupvpn.simulator.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws means with 95 % intervals, and the 95th percentile over seeds dashed, against the size. */
final class ResultPlot {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 500;
  private static final Color[] COLORS = {
    new Color(0x0072B2),
    new Color(0xD55E00),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x000000)
  };
  private static final float[] DASHES = {4, 4};

  private final Experiment experiment;
  private final Summaries summaries;

  ResultPlot(Experiment experiment, Summaries summaries) {
    this.experiment = experiment;
    this.summaries = summaries;
  }

  /** Writes {@code NAME.svg} and {@code NAME.png}; nothing if there is nothing to draw. */
  void write(ResultFolder folder) throws ExperimentException {
    XYChart chart = chart();
    if (chart.getSeriesCollection().isEmpty()) {
      return;
    }
    try {
      folder.write(experiment.name() + ".svg", ChartEncoder.getBytes(chart, "svg"));
      folder.write(experiment.name() + ".png", ChartEncoder.getBytes(chart, "png"));
    } catch (IOException e) {
      throw new ExperimentException("the plot cannot be drawn: " + e.getMessage());
    }
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(experiment.description())
            .xAxisTitle("nodes")
            .yAxisTitle(experiment.isShare() ? "per cent" : "")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    int color = 0;
    for (PlotLine line : experiment.plot()) {
      if (line.drawn()) {
        add(chart, line, COLORS[color++ % COLORS.length]);
      }
    }
    return chart;
  }

  private void add(XYChart chart, PlotLine line, Color color) {
    double scale = experiment.isShare() ? 100 : 1;
    List<Integer> sizes = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> p95 = new ArrayList<>();
    List<Double> bars = new ArrayList<>();
    for (int size : summaries.sizes()) {
      Sample sample = summaries.sample(size, line);
      if (sample.count() > 0) {
        sizes.add(size);
        means.add(sample.mean() * scale);
        p95.add(sample.p95() * scale);
        bars.add(sample.count() < 2 ? 0 : (sample.high() - sample.mean()) * scale);
      }
    }
    if (!sizes.isEmpty()) {
      XYSeries mean = chart.addSeries(line.label() + ", mean and 95 % CI", sizes, means, bars);
      mean.setLineColor(color);
      mean.setMarkerColor(color);
      mean.setMarker(SeriesMarkers.CIRCLE);
      XYSeries high = chart.addSeries(line.label() + ", p95", sizes, p95);
      high.setLineColor(color);
      high.setMarker(SeriesMarkers.NONE);
      high.setLineStyle(
          new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
    }
  }
}
