package net.groupvpn.simulator.nat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/** How, and how soon, pairs of nodes behind NAT boxes come to talk. */
public final class NatExperiment implements Experiment {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(50);
  private static final Duration JOINING = Duration.ofMinutes(2);
  private static final int MOST_SECONDS = 3_600;
  private static final int MOST_PAIRS = 100_000;

  /** Stateless. */
  public NatExperiment() {}

  @Override
  public String name() {
    return "nat";
  }

  @Override
  public String description() {
    return "Behind NAT boxes: pairs that talk directly, by TCP, by a relay, or over the overlay.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.add(
        new ExperimentOption(
            "mix",
            "open=15,full-cone=15,address-restricted=15,port-restricted=35,symmetric=20",
            "weights of NAT boxes; udp-blocked and firewall are known, too"));
    options.add(
        new ExperimentOption(
            "between", "", "only pairs of these kinds, such as symmetric/port-restricted"));
    options.add(new ExperimentOption("pairs", "200", "random pairs that want to talk, at most"));
    options.add(
        new ExperimentOption("seconds", "60", "how long the last pair tries before it is looked"));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "joined_share",
        "pairs",
        "direct_share",
        "punched_share",
        "stream_share",
        "relayed_share",
        "overlay_share",
        "none_share",
        "first_ms",
        "direct_ms");
  }

  @Override
  public List<PlotLine> plot() {
    return List.of(
        PlotLine.column("joined", 0, false),
        PlotLine.column("pairs", 1, false),
        PlotLine.column("direct", 2, true),
        PlotLine.column("of these punched", 3, true),
        PlotLine.column("by TCP", 4, true),
        PlotLine.column("relayed", 5, true),
        PlotLine.column("overlay", 6, true),
        PlotLine.column("none", 7, true),
        PlotLine.column("first ms", 8, false),
        PlotLine.column("direct ms", 9, false));
  }

  @Override
  public boolean isShare() {
    return true;
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    NatMix mix = NatMix.parse(context.options().text("mix"));
    NatKinds kinds = NatKinds.parse(context.options().text("between"));
    int most = context.options().whole("pairs", 1, MOST_PAIRS);
    int seconds = context.options().whole("seconds", 1, MOST_SECONDS);
    IntFunction<NatType> boxes = mix.boxes(context.size(), context.worldSeed());
    WorldSettings settings =
        WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
            .with(Density.of(context.options()))
            .with(boxes);
    World world = new World(settings, context.meter());
    world.startAll(BETWEEN_STARTS);
    // Enough time even for nodes that join by TCP alone.
    world.runFor(JOINING);
    double joined = world.joined() / (double) context.size();
    NatPairs pairs =
        NatPairs.draw(
            world, most, context.worldSeed(), (one, other) -> kinds.include(boxes, one, other));
    pairs.talk(Duration.ofSeconds(seconds));
    return List.of(
        new double[] {
          joined,
          pairs.count(),
          pairs.directShare(),
          pairs.punchedShare(),
          pairs.streamShare(),
          pairs.relayedShare(),
          pairs.overlayShare(),
          pairs.noneShare(),
          pairs.firstMillis(),
          pairs.directMillis()
        });
  }
}
