package net.groupvpn.simulator.broadcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** One node of a settled overlay asks all others whether they are there, in two ways. */
public final class BroadcastExperiment implements Experiment {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final double MOST_LOSS = 0.5;
  private static final double MOST_KILLED = 0.5;

  /** Stateless. */
  public BroadcastExperiment() {}

  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public String description() {
    return "One node asks all others: through the broadcast tree, and one by one.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.add(new ExperimentOption("loss", "0", "share of datagrams that are lost"));
    options.add(
        new ExperimentOption("killed", "0", "share of the nodes that die just before each way"));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "tree_ms",
        "tree_packets",
        "tree_share",
        "tree_depth",
        "unicast_ms",
        "unicast_packets",
        "unicast_share");
  }

  @Override
  public List<PlotLine> plot() {
    return List.of(
        PlotLine.column("tree ms", 0, true),
        PlotLine.column("tree packets", 1, false),
        PlotLine.column("tree share", 2, false),
        PlotLine.column("tree depth", 3, false),
        PlotLine.column("unicast ms", 4, true),
        PlotLine.column("unicast packets", 5, false),
        PlotLine.column("unicast share", 6, false));
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    double loss = context.options().number("loss", 0, MOST_LOSS);
    double killed = context.options().number("killed", 0, MOST_KILLED);
    World world =
        new World(
            WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
                .with(Density.of(context.options())),
            context.meter());
    TreeRound tree = new TreeRound(world);
    UnicastRound unicast = new UnicastRound(world);
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
    world.network().setConditions(NetworkConditions.lossy(loss, 0));
    int deaths = (int) (killed * context.size());
    SimulatedMachine asker = world.machines().get(0);
    killLast(world, deaths);
    Round byTree = tree.run(asker);
    world.runFor(SETTLING);
    killLast(world, deaths);
    Round byUnicast = unicast.run(asker);
    return List.of(
        new double[] {
          byTree.millis(),
          byTree.packets(),
          byTree.share(),
          tree.depth(),
          byUnicast.millis(),
          byUnicast.packets(),
          byUnicast.share()
        });
  }

  /** IDs are random, so any nodes will do; the first ones are the seeds. */
  private static void killLast(World world, int count) {
    List<SimulatedMachine> running = world.running();
    running
        .subList(Math.max(World.SEEDS, running.size() - count), running.size())
        .forEach(SimulatedMachine::kill);
  }
}
