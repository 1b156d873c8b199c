package net.groupvpn.simulator.joins;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/**
 * All nodes start within a second (mass start); later one after another restarts (single); then all
 * lose power and return within a second (storm). Times are virtual milliseconds from a node's start
 * until it has joined.
 */
public final class JoinsExperiment implements Experiment {
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration AWAY = Duration.ofSeconds(40);
  private static final int SINGLES = 5;
  private static final double P95 = 0.95;
  private static final double MOST_LOSS = 0.9;
  private static final double MOST_JITTER = 1_000;

  /** Stateless. */
  public JoinsExperiment() {}

  @Override
  public String name() {
    return "joins";
  }

  @Override
  public String description() {
    return "Time to join: one node, all at once, and after all have restarted.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.add(new ExperimentOption("loss", "0", "share of datagrams that are lost"));
    options.add(new ExperimentOption("jitter", "0", "mean additional delay of datagrams, ms"));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "single_ms",
        "mass_median_ms",
        "mass_p95_ms",
        "mass_all_ms",
        "storm_median_ms",
        "storm_p95_ms",
        "storm_all_ms",
        "not_joined");
  }

  @Override
  public List<PlotLine> plot() {
    return List.of(
        PlotLine.column("single ms", 0, true),
        PlotLine.column("mass median ms", 1, true),
        PlotLine.column("mass p95 ms", 2, true),
        PlotLine.column("storm median ms", 4, true),
        PlotLine.column("storm p95 ms", 5, true),
        PlotLine.column("not joined", 7, false));
  }

  @Override
  public List<Integer> defaultSizes() {
    return List.of(10, 30, 100, 300);
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    NetworkConditions conditions =
        NetworkConditions.lossy(
            context.options().number("loss", 0, MOST_LOSS),
            context.options().number("jitter", 0, MOST_JITTER));
    WorldSettings settings =
        WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
            .with(Density.of(context.options()))
            .with(conditions);
    World world = new World(settings, context.meter());
    double[] mass = startWithin(world, context.worldSeed());
    world.runFor(SETTLING);
    double single = restartSome(world);
    world.machines().forEach(SimulatedMachine::kill);
    world.runFor(AWAY);
    double[] storm = startWithin(world, context.worldSeed() + 1);
    int notJoined = world.machines().size() - world.joined();
    return List.of(
        new double[] {single, mass[0], mass[1], mass[2], storm[0], storm[1], storm[2], notJoined});
  }

  /** Median, 95th percentile and maximum of the times to join. */
  private static double[] startWithin(World world, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (SimulatedMachine machine : world.machines()) {
      world.kernel().after(Duration.ofNanos(random.nextLong(WITHIN.toNanos())), machine::start);
    }
    world.runFor(WITHIN);
    world.runUntilJoined(PATIENCE);
    double[] times =
        world.machines().stream()
            .filter(SimulatedMachine::hasJoined)
            .mapToDouble(SimulatedMachine::joinMillis)
            .sorted()
            .toArray();
    if (times.length == 0) {
      return new double[] {Double.NaN, Double.NaN, Double.NaN};
    }
    return new double[] {
      times[times.length / 2],
      times[(int) Math.ceil(P95 * times.length) - 1],
      times[times.length - 1]
    };
  }

  private static double restartSome(World world) {
    int count = Math.min(SINGLES, world.machines().size() - 1);
    double sum = 0;
    int joined = 0;
    for (int i = 0; i < count; i++) {
      SimulatedMachine machine = world.machines().get(world.machines().size() - 1 - i);
      machine.kill();
      world.runFor(AWAY);
      machine.start();
      world.runUntilJoined(PATIENCE);
      if (machine.hasJoined()) {
        sum += machine.joinMillis();
        joined++;
      }
    }
    return joined == 0 ? Double.NaN : sum / joined;
  }
}
