package net.groupvpn.simulator.addresses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.simulator.experiment.ChurnOptions;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.ChurnModel;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/** Members claim addresses of one range: how soon, and whether two ever hold the same. */
public final class AddressesExperiment implements Experiment {
  private static final String GROUP_ID = "ab".repeat(32);
  private static final int LEAST_PREFIX = 16;
  private static final int MOST_PREFIX = 28;
  private static final int MOST_SECONDS = 86_400;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEDIAN = 0.5;
  private static final double P95 = 0.95;

  /** Stateless. */
  public AddressesExperiment() {}

  @Override
  public String name() {
    return "addresses";
  }

  @Override
  public String description() {
    return "Members claim addresses of one range, under churn and through a partition.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(ChurnOptions.options());
    options.addAll(
        List.of(
            new ExperimentOption("prefix", "22", "length of the range's prefix"),
            new ExperimentOption("seconds", "300", "seconds of churn before the partition"),
            new ExperimentOption("parted", "120", "seconds of the partition, with churn")));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "held_share",
        "claim_ms",
        "claim_p95_ms",
        "start_doubles",
        "churn_doubles",
        "churn_double_s",
        "same_again_share",
        "parted_doubles",
        "across_doubles",
        "healed_s",
        "end_held_share",
        "end_doubles");
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
    return List.of(100, 300, 1_000);
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    ChurnModel churn = ChurnOptions.of(context.options());
    Duration churning = Duration.ofSeconds(context.options().whole("seconds", 1, MOST_SECONDS));
    Duration parted = Duration.ofSeconds(context.options().whole("parted", 1, MOST_SECONDS));
    AddressesRun run =
        new AddressesRun(world(context), new VirtualNetwork(GROUP_ID, range(context)));
    run.start();
    double held = run.heldShare();
    double claimMillis = waitMillis(run, MEDIAN);
    double claimP95Millis = waitMillis(run, P95);
    int startDoubles = run.watch().ever();
    run.churn(churn, context.worldSeed(), churning);
    int churnDoubles = run.watch().ever();
    double churnDoubleSeconds = run.watch().longestNanos() / NANOS_PER_SECOND;
    double sameAgain = sameAgainShare(run);
    run.part(parted);
    int partedDoubles = run.watch().ever();
    int across = run.watch().across();
    double healed = run.heal();
    return List.of(
        new double[] {
          held,
          claimMillis,
          claimP95Millis,
          startDoubles,
          churnDoubles,
          churnDoubleSeconds,
          sameAgain,
          partedDoubles,
          across,
          healed,
          run.heldShare(),
          run.watch().now()
        });
  }

  private static Ipv4Range range(RunContext context) throws ExperimentException {
    int prefix = context.options().whole("prefix", LEAST_PREFIX, MOST_PREFIX);
    Ipv4Range range = Ipv4Range.parse("10.128.0.0/" + prefix);
    if (context.size() >= range.hosts()) {
      throw new ExperimentException(
          "%d members do not fit into the %d addresses of a /%d"
              .formatted(context.size(), range.hosts() - 1, prefix));
    }
    return range;
  }

  private static World world(RunContext context) throws ExperimentException {
    return new World(
        WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites()),
        context.meter());
  }

  private static double waitMillis(AddressesRun run, double share) {
    List<Long> sorted =
        run.claimants().stream().flatMap(each -> each.waits().stream()).sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1)) / NANOS_PER_MILLI;
  }

  private static double sameAgainShare(AddressesRun run) {
    int returns = run.claimants().stream().mapToInt(Claimant::returns).sum();
    int same = run.claimants().stream().mapToInt(Claimant::sameAgain).sum();
    return returns == 0 ? Double.NaN : (double) same / returns;
  }
}
