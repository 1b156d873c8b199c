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

/** A figure as PNG. */
final class PngPlot {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 500;
  private static final float[] DASHES = {4, 4};

  private PngPlot() {}

  static byte[] bytes(String title, String yTitle, List<PlotSeries> all) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("nodes")
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    all.forEach(series -> add(chart, series));
    return ChartEncoder.getBytes(chart, "png");
  }

  private static void add(XYChart chart, PlotSeries series) {
    List<Integer> sizes = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> p95 = new ArrayList<>();
    List<Double> bars = new ArrayList<>();
    for (PlotSeries.Point point : series.points()) {
      sizes.add(point.size());
      means.add(point.mean());
      p95.add(point.p95());
      bars.add(point.half());
    }
    Color color = new Color(series.rgb());
    XYSeries mean = chart.addSeries(series.meanLabel(), sizes, means, bars);
    mean.setLineColor(color);
    mean.setMarkerColor(color);
    mean.setMarker(SeriesMarkers.CIRCLE);
    XYSeries high = chart.addSeries(series.p95Label(), sizes, p95);
    high.setLineColor(color);
    high.setMarker(SeriesMarkers.NONE);
    high.setLineStyle(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
  }
}
