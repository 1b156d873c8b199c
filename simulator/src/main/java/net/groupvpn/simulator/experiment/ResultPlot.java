package net.groupvpn.simulator.experiment;

import java.io.IOException;
import java.util.List;

/**
 * Draws means with 95 % intervals, and the 95th percentile over seeds as a dashed line, against the
 * size.
 */
final class ResultPlot {
  private final Experiment experiment;
  private final List<PlotSeries> all;

  ResultPlot(Experiment experiment, Summaries summaries) {
    this.experiment = experiment;
    this.all = PlotSeries.of(experiment, summaries);
  }

  /** Writes {@code NAME.svg} and {@code NAME.png}; writes nothing if there is nothing to draw. */
  void write(ResultFolder folder) throws ExperimentException {
    if (all.isEmpty()) {
      return;
    }
    String title = experiment.description();
    String yTitle = experiment.isShare() ? "per cent" : "";
    try {
      folder.write(experiment.name() + ".svg", SvgPlot.text(title, yTitle, all));
      folder.write(experiment.name() + ".png", PngPlot.bytes(title, yTitle, all));
    } catch (IOException e) {
      throw new ExperimentException("the plot cannot be drawn: " + e.getMessage());
    }
  }
}
