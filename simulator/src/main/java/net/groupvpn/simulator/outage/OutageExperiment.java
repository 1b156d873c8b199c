package net.groupvpn.simulator.outage;

import java.time.Duration;
import java.util.List;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.RoutePings;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/** A region fails for some minutes: what the others notice, and how it returns. */
public final class OutageExperiment implements Experiment {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final int FIRST_SECONDS = 10;
  private static final int DARK_SECONDS = 120;
  private static final int BACK_SECONDS = 120;
  private static final double MOST_SHARE = 0.9;
  private static final int MIN_NODES = 8;

  /** Stateless. */
  public OutageExperiment() {}

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public String description() {
    return "A region fails for two minutes: who still reaches whom, and when all do again.";
  }

  @Override
  public List<ExperimentOption> options() {
    return List.of(
        new ExperimentOption(
            "share", "0.25", "share of the nodes that the region has, nearest to one of them"),
        new ExperimentOption(
            "how", "power", "power (the nodes stop) or cut (they go on, apart from the others)"));
  }

  @Override
  public List<String> columns() {
    return List.of(
        "region_nodes",
        "before_share",
        "first_10s_share",
        "recovered_s",
        "back_10s_share",
        "back_s");
  }

  @Override
  public List<PlotLine> plot() {
    return List.of(
        PlotLine.column("region", 0, false),
        PlotLine.column("before", 1, false),
        PlotLine.column("first 10 s", 2, false),
        PlotLine.column("others recovered after s", 3, true),
        PlotLine.column("back, first 10 s", 4, false),
        PlotLine.column("all reached again after s", 5, true));
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    double share = context.options().number("share", 0, MOST_SHARE);
    boolean isPower = context.options().oneOf("how", List.of("power", "cut")).equals("power");
    if (context.size() < MIN_NODES) {
      throw new ExperimentException("outage needs at least " + MIN_NODES + " nodes");
    }
    World world =
        new World(
            WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites()),
            context.meter());
    RoutePings pings = new RoutePings(world);
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
    OutageRun run = new OutageRun(world, pings, share, context.worldSeed());
    double before = OutageRun.mean(run.pingAll(FIRST_SECONDS));
    if (isPower) {
      run.powerOff();
    } else {
      run.cutOff();
    }
    List<Double> dark = run.pingOutside(DARK_SECONDS);
    run.comeBack();
    List<Double> back = run.pingAll(BACK_SECONDS);
    return List.of(
        new double[] {
          run.region().inside().size(),
          before,
          OutageRun.mean(dark.subList(0, FIRST_SECONDS)),
          OutageRun.calmAfterSeconds(dark),
          OutageRun.mean(back.subList(0, FIRST_SECONDS)),
          OutageRun.calmAfterSeconds(back)
        });
  }
}
