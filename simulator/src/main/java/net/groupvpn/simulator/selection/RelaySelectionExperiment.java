package net.groupvpn.simulator.selection;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.simulator.experiment.ChurnOptions;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.ChurnModel;

/**
 * Pairs that cannot reach each other talk through relays during churn. Each rule gets the same
 * nodes, pairs, latencies and churn.
 */
public final class RelaySelectionExperiment implements Experiment {
  private static final int PER_RULE = 5;
  private static final int MOST_SECONDS = 86_400;
  private static final int MIN_NODES = 12;

  /** Stateless. */
  public RelaySelectionExperiment() {}

  @Override
  public String name() {
    return "relay-selection";
  }

  @Override
  public String description() {
    return "Rules for choosing a relay under churn: distance from the best, changes, gaps.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.addAll(ChurnOptions.options());
    options.add(new ExperimentOption("seconds", "600", "virtual seconds that are measured"));
    return options;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      for (String value :
          List.of("ms", "over_best", "right_share", "changes_per_h", "none_share")) {
        columns.add(rule.label() + "_" + value);
      }
    }
    return columns;
  }

  @Override
  public List<PlotLine> plot() {
    List<PlotLine> lines = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      String label = columns().get(i).replace('_', ' ');
      lines.add(PlotLine.column(label, i, i % PER_RULE == 0));
    }
    return lines;
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    ChurnModel churn = ChurnOptions.of(context.options());
    int seconds = context.options().whole("seconds", 1, MOST_SECONDS);
    if (context.size() < MIN_NODES) {
      throw new ExperimentException("relay-selection needs at least " + MIN_NODES + " nodes");
    }
    double[] row = new double[Rule.values().length * PER_RULE];
    int filled = 0;
    for (Rule rule : Rule.values()) {
      double[] values = new SelectionRun(context, rule, churn).measure(seconds);
      System.arraycopy(values, 0, row, filled, PER_RULE);
      filled += PER_RULE;
    }
    return List.of(row);
  }
}
