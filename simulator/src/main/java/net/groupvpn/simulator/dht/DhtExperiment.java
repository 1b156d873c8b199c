package net.groupvpn.simulator.dht;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.simulator.experiment.ChurnOptions;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.ChurnModel;
import net.groupvpn.simulator.world.ChurnTrace;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;
import org.jspecify.annotations.Nullable;

/** Success and latency of the hash table under churn, duels for leases, and healing partitions. */
public final class DhtExperiment implements Experiment {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final double MOST_LOSS = 0.9;
  private static final int MOST_LOOKUPS = 100_000;

  /** Stateless. */
  public DhtExperiment() {}

  @Override
  public String name() {
    return "dht";
  }

  @Override
  public String description() {
    return "The hash table under churn: lookups, leases with one owner, healing of partitions.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(ChurnOptions.options());
    options.addAll(
        List.of(
            new ExperimentOption("lookups", "300", "lookups, one a second"),
            new ExperimentOption(
                "trace", "", "file of lines `SECONDS NODE up|down` instead of --churn"),
            new ExperimentOption("bad", "0", "share of the nodes that misbehave"),
            new ExperimentOption(
                "harm", "drop", "drop or corrupt half of what they send, or flood others"),
            new ExperimentOption("loss", "0", "share of datagrams that are lost")));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "stored_share",
        "claimed_share",
        "record_share",
        "record_ms",
        "record_p95_ms",
        "lease_share",
        "lease_ms",
        "lease_p95_ms",
        "duel_one_owner_share",
        "duel_two_owners_share",
        "healed_s");
  }

  @Override
  public List<PlotLine> plot() {
    List<PlotLine> lines = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      String label = columns().get(i).replace('_', ' ');
      lines.add(PlotLine.column(label, i, label.endsWith("ms")));
    }
    return lines;
  }

  @Override
  public List<Integer> defaultSizes() {
    return List.of(20, 50, 100);
  }

  private static @Nullable ChurnTrace trace(String file) throws ExperimentException {
    try {
      return file.isEmpty() ? null : ChurnTrace.read(Path.of(file));
    } catch (IOException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    ChurnModel churn = ChurnOptions.of(context.options());
    int lookups = context.options().whole("lookups", 1, MOST_LOOKUPS);
    double loss = context.options().number("loss", 0, MOST_LOSS);
    double bad = context.options().number("bad", 0, 1);
    String harm = context.options().oneOf("harm", List.of("drop", "corrupt", "flood"));
    ChurnTrace trace = trace(context.options().text("trace"));
    WorldSettings settings =
        WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
            .with(NetworkConditions.lossy(loss, 0));
    World world = new World(settings, context.meter());
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
    DhtRun run = new DhtRun(world, context.worldSeed());
    double stored = run.store();
    run.harm(bad, harm);
    if (trace == null) {
      run.churn(churn);
    } else {
      run.churn(trace);
    }
    run.lookUp(lookups);
    double oneOwner = run.duel();
    return List.of(
        new double[] {
          stored,
          run.claimedShare(),
          run.records().share(),
          run.records().medianMillis(),
          run.records().p95Millis(),
          run.leases().share(),
          run.leases().medianMillis(),
          run.leases().p95Millis(),
          oneOwner,
          run.ownedTwice(),
          run.heal()
        });
  }
}
