package net.groupvpn.simulator.keepalive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.MemberEntries;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.Traffic;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/**
 * What a node sends in a settled overlay besides data: without traffic at first, then with traffic
 * between every node and more and more peers. Each node keeps what a group's member keeps. Yields a
 * row for each number of active peers that the size allows.
 */
public final class KeepaliveExperiment implements Experiment {
  private static final List<Integer> ACTIVE = List.of(0, 8, 32, 128);
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(90);
  private static final int MOST_SECONDS = 86_400;

  private static final int BYTES = 1;
  private static final int SESSIONS = 4;

  /** Stateless. */
  public KeepaliveExperiment() {}

  @Override
  public String name() {
    return "keepalive";
  }

  @Override
  public String description() {
    return "What a node sends to stay in the overlay, by its number of active peers.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.add(new ExperimentOption("seconds", "300", "virtual seconds that are measured"));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "active_peers",
        "bytes_per_s",
        "bytes_per_s_most",
        "datagrams_per_s",
        "sessions",
        "sessions_most");
  }

  @Override
  public List<PlotLine> plot() {
    List<PlotLine> lines = new ArrayList<>();
    for (int active : ACTIVE) {
      lines.add(new PlotLine("bytes/s, " + active + " active", of(active, BYTES), true));
    }
    for (int active : ACTIVE) {
      lines.add(new PlotLine("sessions, " + active + " active", of(active, SESSIONS), false));
    }
    return lines;
  }

  private static ToDoubleFunction<double[]> of(int active, int column) {
    return values -> values[0] == active ? values[column] : Double.NaN;
  }

  @Override
  public List<Integer> defaultSizes() {
    return List.of(20, 50, 150, 400);
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    int seconds = context.options().whole("seconds", 1, MOST_SECONDS);
    WorldSettings settings =
        WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
            .with(Density.of(context.options()));
    World world = new World(settings, context.meter());
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    MemberEntries.store(world);
    ActivePeers peers =
        new ActivePeers(world, new Traffic(world), new SplittableRandom(context.worldSeed()));
    List<double[]> rows = new ArrayList<>();
    for (int active : ACTIVE) {
      if (active < context.size()) {
        peers.raiseTo(active);
        world.runFor(SETTLING);
        rows.add(measure(world, active, seconds));
      }
    }
    return rows;
  }

  private static double[] measure(World world, int active, int seconds) {
    List<SimulatedMachine> machines = world.machines();
    long[] bytesBefore = each(machines, machine -> machine.host().sentBytes());
    long datagramsBefore = world.sentDatagrams();
    world.runFor(Duration.ofSeconds(seconds));
    long[] bytes = each(machines, machine -> machine.host().sentBytes());
    long[] sessions = each(machines, machine -> machine.node().status().peers().size());
    long sum = 0;
    long most = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += bytes[i] - bytesBefore[i];
      most = Math.max(most, bytes[i] - bytesBefore[i]);
    }
    double nodeSeconds = (double) seconds * machines.size();
    return new double[] {
      active,
      sum / nodeSeconds,
      (double) most / seconds,
      (world.sentDatagrams() - datagramsBefore) / nodeSeconds,
      Arrays.stream(sessions).average().orElse(0),
      Arrays.stream(sessions).max().orElse(0)
    };
  }

  private static long[] each(
      List<SimulatedMachine> machines, ToLongFunction<SimulatedMachine> value) {
    return machines.stream().mapToLong(value).toArray();
  }
}
