package net.groupvpn.simulator.selection;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.Churn;
import net.groupvpn.simulator.world.ChurnModel;
import net.groupvpn.simulator.world.Traffic;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;
import org.jspecify.annotations.Nullable;

/** One world with one rule. The first third of the nodes are the ends of pairs, and stay up. */
final class SelectionRun {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration FIRST_CHOICES = Duration.ofSeconds(60);
  private static final Duration SAMPLE = Duration.ofSeconds(1);
  private static final int NODES_PER_PAIR = 6;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double NANOS_PER_MILLI = 1e6;

  private final World world;
  private final long seed;
  private final @Nullable ChurnModel churn;
  private final List<RelayedPair> pairs;

  /** Lifetimes of the other nodes; none if {@code lifetime} is null. */
  SelectionRun(RunContext context, Rule rule, @Nullable ChurnModel churn)
      throws ExperimentException {
    this.churn = churn;
    this.seed = context.worldSeed();
    WorldSettings settings =
        WorldSettings.plain(seed, context.latencies(), context.sites())
            .with(Density.of(context.options()));
    world = new World(settings, context.meter());
    world
        .machines()
        .forEach(
            machine ->
                machine.observe(
                    (itself, node) -> node.relays().setSelection(rule.of(itself, node))));
    pairs =
        IntStream.range(0, context.size() / NODES_PER_PAIR)
            .mapToObj(
                i -> new RelayedPair(world.machines().get(2 * i), world.machines().get(2 * i + 1)))
            .toList();
    pairs.forEach(pair -> world.network().separate(pair.one().host(), pair.other().host(), true));
  }

  /**
   * The relay's round trip in milliseconds, the same as a multiple of the best common neighbour's,
   * the share of choices within a tenth of that, changes per pair and hour, and the share of time
   * without a relay.
   */
  double[] measure(int seconds) {
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
    Traffic traffic = new Traffic(world);
    pairs.forEach(pair -> traffic.add(pair.one(), pair.other()));
    world.runFor(FIRST_CHOICES);
    if (churn != null) {
      new Churn(world, churn, seed).start(2 * pairs.size());
    }
    for (int i = 0; i < seconds; i++) {
      pairs.forEach(pair -> pair.sample(world));
      world.runFor(SAMPLE);
    }
    double samples = sum(RelayedPair::samples);
    double relayed = sum(RelayedPair::relayed);
    double nanos = sum(RelayedPair::sumNanos);
    double hours = seconds * pairs.size() / SECONDS_PER_HOUR;
    return new double[] {
      relayed == 0 ? Double.NaN : nanos / relayed / NANOS_PER_MILLI,
      relayed == 0 ? Double.NaN : nanos / sum(RelayedPair::sumOfBest),
      relayed == 0 ? Double.NaN : sum(RelayedPair::right) / relayed,
      sum(RelayedPair::changes) / hours,
      1 - relayed / samples
    };
  }

  private double sum(ToDoubleFunction<RelayedPair> value) {
    return pairs.stream().mapToDouble(value).sum();
  }
}
