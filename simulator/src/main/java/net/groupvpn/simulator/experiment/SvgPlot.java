package net.groupvpn.simulator.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure as SVG: frame, grid, lines, error bars, legend. It does not depend on the machine's
 * fonts, so the same numbers give the same bytes everywhere.
 */
final class SvgPlot {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 500;
  private static final int LEFT = 80;
  private static final int RIGHT = 690;
  private static final int TOP = 50;
  private static final int BOTTOM = 440;
  private static final int LEGEND_X = 710;
  private static final int LEGEND_STEP = 18;
  private static final int LEGEND_LINE = 24;
  private static final int CAP = 4;

  private final StringBuilder out = new StringBuilder();
  private final SvgAxis x;
  private final SvgAxis y;
  private int legends;

  private SvgPlot(List<PlotSeries> all) {
    List<Double> sizes = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    values.add(0.0);
    for (PlotSeries series : all) {
      for (PlotSeries.Point point : series.points()) {
        sizes.add((double) point.size());
        values.add(point.mean() - point.half());
        values.add(point.mean() + point.half());
        values.add(point.p95());
      }
    }
    x = SvgAxis.of(sizes, LEFT, RIGHT);
    y = SvgAxis.of(values, BOTTOM, TOP);
  }

  static String text(String title, String yTitle, List<PlotSeries> all) {
    SvgPlot plot = new SvgPlot(all);
    plot.begin(title, yTitle);
    plot.axes();
    all.forEach(plot::series);
    return plot.out.append("</svg>\n").toString();
  }

  private void begin(String title, String yTitle) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>%s</title>", escaped(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    label((LEFT + RIGHT) / 2.0, TOP / 2.0, "middle", title);
    label((LEFT + RIGHT) / 2.0, HEIGHT - 15.0, "middle", "nodes");
    double middle = (TOP + BOTTOM) / 2.0;
    add(
        "<text x=\"20\" y=\"%.1f\" text-anchor=\"middle\""
            + " transform=\"rotate(-90 20 %.1f)\">%s</text>",
        middle, middle, escaped(yTitle));
  }

  private void axes() {
    for (double tick : x.ticks()) {
      double at = x.place(tick);
      line(at, TOP, at, BOTTOM, "#dddddd");
      label(at, BOTTOM + 18.0, "middle", ResultNumbers.text(tick));
    }
    for (double tick : y.ticks()) {
      double at = y.place(tick);
      line(LEFT, at, RIGHT, at, "#dddddd");
      label(LEFT - 8.0, at + 4, "end", ResultNumbers.text(tick));
    }
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"black\"/>",
        LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP);
  }

  private void series(PlotSeries series) {
    String color = String.format(Locale.ROOT, "#%06x", series.rgb());
    polyline(series, PlotSeries.Point::mean, color, "");
    polyline(series, PlotSeries.Point::p95, color, " stroke-dasharray=\"4 4\"");
    for (PlotSeries.Point point : series.points()) {
      double at = x.place(point.size());
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
          at, y.place(point.mean()), color);
      if (point.half() > 0) {
        bar(at, y.place(point.mean() - point.half()), y.place(point.mean() + point.half()), color);
      }
    }
    legend(series.meanLabel(), color, "");
    legend(series.p95Label(), color, " stroke-dasharray=\"4 4\"");
  }

  private void polyline(
      PlotSeries series, ToDoubleFunction<PlotSeries.Point> value, String color, String style) {
    StringBuilder points = new StringBuilder();
    for (PlotSeries.Point point : series.points()) {
      double height = y.place(value.applyAsDouble(point));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.place(point.size()), height));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"%s/>",
        points.toString().strip(), color, style);
  }

  private void bar(double at, double low, double high, String color) {
    line(at, low, at, high, color);
    line(at - CAP, low, at + CAP, low, color);
    line(at - CAP, high, at + CAP, high, color);
  }

  private void legend(String text, String color, String style) {
    double at = TOP + 10.0 + LEGEND_STEP * legends++;
    add(
        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\"%s/>",
        LEGEND_X, at, LEGEND_X + LEGEND_LINE, at, color, style);
    label(LEGEND_X + LEGEND_LINE + 6.0, at + 4, "start", text);
  }

  private void line(double fromX, double fromY, double toX, double toY, String color) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        fromX, fromY, toX, toY, color);
  }

  private void label(double atX, double atY, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        atX, atY, anchor, escaped(text));
  }

  private void add(String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
