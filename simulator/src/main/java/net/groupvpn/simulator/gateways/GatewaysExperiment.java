package net.groupvpn.simulator.gateways;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.gateway.GatewayRule;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.World;

/**
 * How members spread over gateways, how soon they leave a dead one, and what churn of gateways
 * costs. Each rule gets the same nodes and latencies.
 */
public final class GatewaysExperiment implements Experiment {
  private static final List<String> VALUES =
      List.of(
          "spread",
          "over_nearest",
          "failover_ms",
          "failover_p95_ms",
          "failover_max_ms",
          "churn_spread",
          "churn_served_share");
  private static final int MOST_GATEWAYS = 100;
  private static final int MOST_MILLIS = 60_000;
  private static final int MOST_KILLS = 1_000;
  private static final int MOST_SECONDS = 86_400;
  private static final double LONGEST_SECONDS = 1e6;
  private static final double MEDIAN = 0.5;
  private static final double P95 = 0.95;

  /** Stateless. */
  public GatewaysExperiment() {}

  @Override
  public String name() {
    return "gateways";
  }

  @Override
  public String description() {
    return "Members over gateways by rule: spread, distance, failover times, load under churn.";
  }

  @Override
  public List<ExperimentOption> options() {
    return List.of(
        new ExperimentOption("gateways", "5", "gateways among the nodes"),
        new ExperimentOption(
            "distance",
            "0",
            "milliseconds one way between each member and each gateway; 0: as the latencies say"),
        new ExperimentOption("between", "300", "milliseconds between members' wishes"),
        new ExperimentOption("kills", "10", "gateways in use that are killed, one by one"),
        new ExperimentOption("up", "300", "mean seconds that a gateway stays up, under churn"),
        new ExperimentOption("down", "60", "mean seconds that a gateway is away, under churn"),
        new ExperimentOption("seconds", "600", "seconds of churn"));
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (GatewayRule rule : GatewayRule.values()) {
      VALUES.forEach(value -> columns.add(rule.name().toLowerCase(Locale.ROOT) + "_" + value));
    }
    return columns;
  }

  @Override
  public List<PlotLine> plot() {
    List<PlotLine> lines = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      String label = columns().get(i).replace('_', ' ');
      lines.add(PlotLine.column(label, i, i % VALUES.size() == 0));
    }
    return lines;
  }

  @Override
  public List<Integer> defaultSizes() {
    return List.of(30, 55, 105);
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    int gateways = context.options().whole("gateways", 2, MOST_GATEWAYS);
    int least = World.SEEDS + gateways + 1;
    if (context.size() < least) {
      throw new ExperimentException(
          "with " + gateways + " gateways there must be at least " + least + " nodes");
    }
    int distance = context.options().whole("distance", 0, MOST_MILLIS);
    int between = context.options().whole("between", 0, MOST_MILLIS);
    int kills = context.options().whole("kills", 0, MOST_KILLS);
    double up = context.options().number("up", 1, LONGEST_SECONDS);
    double down = context.options().number("down", 1, LONGEST_SECONDS);
    int seconds = context.options().whole("seconds", 1, MOST_SECONDS);
    double[] row = new double[columns().size()];
    int filled = 0;
    for (GatewayRule rule : GatewayRule.values()) {
      GatewayWorld members = new GatewayWorld(context, rule, gateways, distance);
      members.start(Duration.ofMillis(between));
      GatewaysRun run = new GatewaysRun(members, context.worldSeed());
      double spread = members.spread();
      double overNearest = members.overNearest();
      run.kill(kills);
      run.churn(up, down, seconds);
      double[] values = {
        spread,
        overNearest,
        run.failoverMillis(MEDIAN),
        run.failoverMillis(P95),
        run.failoverMillis(1),
        run.meanSpread(),
        run.meanServedShare()
      };
      System.arraycopy(values, 0, row, filled, values.length);
      filled += values.length;
    }
    return List.of(row);
  }
}
