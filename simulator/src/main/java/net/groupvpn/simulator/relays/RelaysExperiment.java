package net.groupvpn.simulator.relays;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.virtual.SimulatedNetwork;
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
 * The seed paper's figure. Nodes join and settle. Then, for every pair without a link, the round
 * trip of a message that the overlay actually carries is compared with that over relays.
 */
public final class RelaysExperiment implements Experiment {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double STEP_NANOS = 100;
  private static final int MAX_SETTLING_SECONDS = 3_600;

  private static final int OVERLAY = 4;
  private static final int NEAREST = 5;
  private static final int SUM = 7;

  /** Stateless. */
  public RelaysExperiment() {}

  @Override
  public String name() {
    return "relays";
  }

  @Override
  public String description() {
    return "Two hops over a relay against the overlay's own way: the seed paper's figure.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.add(
        new ExperimentOption(
            "settle", "90", "virtual seconds from the last join to the measurement"));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "degree",
        "hops",
        "pairs",
        "direct_ms",
        "overlay_ms",
        "relay_nearest_ms",
        "relay_better_end_ms",
        "relay_sum_ms",
        "relay_best_ms");
  }

  @Override
  public List<PlotLine> plot() {
    return List.of(
        PlotLine.column("degree", 0, false),
        PlotLine.column("hops", 1, false),
        PlotLine.column("direct ms", 3, false),
        PlotLine.column("overlay ms", OVERLAY, false),
        PlotLine.column("nearest ms", NEAREST, false),
        PlotLine.column("better end ms", NEAREST + 1, false),
        PlotLine.column("sum ms", SUM, false),
        PlotLine.column("best ms", SUM + 1, false),
        new PlotLine("gain, nearest", values -> values[OVERLAY] / values[NEAREST] - 1, true),
        new PlotLine("gain, sum", values -> values[OVERLAY] / values[SUM] - 1, true));
  }

  @Override
  public boolean isShare() {
    return true;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public List<Integer> defaultSizes() {
    return List.of(25, 50, 100, 200, 400, 800, 1_740);
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    World world = steady(context);
    Topology topology = Topology.of(world);
    RouteProbe probe = new RouteProbe(world);
    for (int one = 0; one < topology.size(); one++) {
      for (int other = 0; other < one; other++) {
        if (!topology.isLinked(one, other)) {
          probe.want(one, other);
        }
      }
    }
    probe.run();
    return List.of(values(world, topology, probe));
  }

  private static World steady(RunContext context) throws ExperimentException {
    int settling = context.options().whole("settle", 0, MAX_SETTLING_SECONDS);
    WorldSettings settings =
        WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
            .with(Density.of(context.options()));
    World world = new World(settings, context.meter());
    world.startAll(BETWEEN_STARTS);
    if (!world.runUntilJoined(PATIENCE)) {
      throw new ExperimentException(
          "size "
              + context.size()
              + ", seed "
              + context.seed()
              + ": only "
              + world.joined()
              + " nodes joined within "
              + PATIENCE.toMinutes()
              + " minutes");
    }
    world.runFor(Duration.ofSeconds(settling));
    return world;
  }

  private static double[] values(World world, Topology topology, RouteProbe probe) {
    RelayTimes times = new RelayTimes();
    RelayComparison choice =
        new RelayComparison(
            topology.size(), (one, other) -> steps(world, one, other), topology.links());
    for (int one = 0; one < topology.size(); one++) {
      for (int other = 0; other < one; other++) {
        if (probe.isAnswered(one, other)) {
          choice.addTo(times, one, other);
        }
      }
    }
    boolean none = times.pairs() == 0;
    return new double[] {
      topology.degree(),
      none ? Double.NaN : probe.hops(),
      times.pairs(),
      times.directMillis(),
      none ? Double.NaN : probe.millis(),
      times.nearestMillis(),
      times.betterEndMillis(),
      times.sumMillis(),
      times.bestMillis()
    };
  }

  private static int steps(World world, int one, int other) {
    SimulatedNetwork network = world.network();
    List<SimulatedMachine> machines = world.machines();
    long nanos = network.roundTripNanos(machines.get(one).host(), machines.get(other).host());
    return (int) Math.round(nanos / STEP_NANOS);
  }
}
