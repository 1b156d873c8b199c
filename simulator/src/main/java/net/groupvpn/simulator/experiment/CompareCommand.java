package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code groupvpn-sim compare DIR DIR}: where two sets of results differ, and whether by chance.
 */
@Command(
    description = "Compares the means of two folders of results of one experiment.",
    mixinStandardHelpOptions = true)
final class CompareCommand extends ResultCommand {
  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of results.")
  private Path first;

  @Parameters(index = "1", paramLabel = "DIR", description = "The other one.")
  private Path second;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  CompareCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    Descriptor one = new ResultFolder(first).descriptor();
    Descriptor other = new ResultFolder(second).descriptor();
    if (!one.experiment().equals(other.experiment())) {
      throw new ExperimentException(
          first + " holds " + one.experiment() + ", but " + second + " " + other.experiment());
    }
    Experiment experiment = launcher.find(one.experiment());
    int columns = experiment.columns().size();
    Summaries ones = new Summaries(experiment, new ResultFolder(first).loadAll(one, columns));
    Summaries others = new Summaries(experiment, new ResultFolder(second).loadAll(other, columns));
    for (int size : ones.sizes()) {
      for (PlotLine line : experiment.plot()) {
        print(size, line, ones.sample(size, line), others.sample(size, line));
      }
    }
    out().flush();
  }

  private void print(int size, PlotLine line, SampleStatistics one, SampleStatistics other) {
    if (one.count() == 0 || other.count() == 0) {
      return;
    }
    boolean apart = one.low() > other.high() || other.low() > one.high();
    out()
        .print(
            String.format(
                Locale.ROOT,
                "%6d  %-16s %12.4f %12.4f  %10s%s%n",
                size,
                line.label(),
                one.mean(),
                other.mean(),
                change(one.mean(), other.mean()),
                apart ? "  intervals apart" : ""));
  }

  /** In percent of the first value; undefined for a change from 0. */
  static String change(double first, double second) {
    return first == 0
        ? (second == 0 ? "same" : "from 0")
        : String.format(Locale.ROOT, "%+.2f %%", (second / first - 1) * 100);
  }
}
