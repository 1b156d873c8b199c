package net.groupvpn.simulator.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a figure as numbers, in the unit of the drawing.
 *
 * @param rgb its colour
 * @param points by growing size; never empty
 */
record PlotSeries(String label, int rgb, List<Point> points) {
  /** Colours that people with any kind of colour vision can distinguish (Okabe and Ito). */
  private static final int[] COLORS = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000
  };

  private static final double PER_CENT = 100;

  /** {@code half} is half the width of the 95 % interval, 0 if there is none. */
  record Point(int size, double mean, double p95, double half) {}

  PlotSeries {
    points = List.copyOf(points);
  }

  /** All lines that have something to draw. */
  static List<PlotSeries> of(Experiment experiment, Summaries summaries) {
    List<PlotSeries> all = new ArrayList<>();
    int color = 0;
    for (PlotLine line : experiment.plot()) {
      if (line.drawn()) {
        List<Point> points = points(experiment, summaries, line);
        int rgb = COLORS[color++ % COLORS.length];
        if (!points.isEmpty()) {
          all.add(new PlotSeries(line.label(), rgb, points));
        }
      }
    }
    return all;
  }

  private static List<Point> points(Experiment experiment, Summaries summaries, PlotLine line) {
    double scale = experiment.isShare() ? PER_CENT : 1;
    List<Point> points = new ArrayList<>();
    for (int size : summaries.sizes()) {
      SampleStatistics sample = summaries.sample(size, line);
      if (sample.count() > 0) {
        double half = sample.count() < 2 ? 0 : sample.high() - sample.mean();
        points.add(new Point(size, sample.mean() * scale, sample.p95() * scale, half * scale));
      }
    }
    return points;
  }

  String meanLabel() {
    return label + ", mean and 95 % CI";
  }

  String p95Label() {
    return label + ", p95";
  }
}
