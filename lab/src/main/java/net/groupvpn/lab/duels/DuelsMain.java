package net.groupvpn.lab.duels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.report.RecordedPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how often a lease has two owners, and how often a renewal fails. */
@Command(
    name = "duels",
    mixinStandardHelpOptions = true,
    description = {
      "Lets two honest members of a group claim the same key at once, again and again, and others",
      "keep leases for hours, while nodes come and go, lookups miss some of them and a few members",
      "lie: they name nodes that do not exist, grant to both, refuse, stay silent, and tell owners",
      "that they have lost. In virtual time; the nodes' hash tables are the product's own.",
      "Exit code 1 if more than 0.003 %% of the duels have two owners, or fewer than 99.9 %% of"
          + " the",
      "renewals succeed in time."
    })
public final class DuelsMain implements Callable<Integer> {
  private static final int DUELS_PER_NETWORK = 250;
  private static final int KEYS_EACH = 10;
  private static final int MOST_THREADS = 64;
  private static final String HEADING = "One owner for each lease";

  /** A rough estimate, corrected by the accuracy so far. */
  private static final double SECONDS_PER_DUEL = 0.01;

  private static final double SECONDS_PER_NETWORK = 5;

  @Option(
      names = "--duels",
      defaultValue = "100000",
      description = "In all, divided among the conditions. Default: ${DEFAULT-VALUE}")
  private long duels = 100_000;

  @Option(
      names = "--networks",
      defaultValue = "4",
      description =
          "In each of the conditions so many networks hold 50 leases each. Default:"
              + " ${DEFAULT-VALUE}")
  private int networks = 4;

  @Option(
      names = "--lease-times",
      defaultValue = "4",
      description = "How long these go on, hours. Default: ${DEFAULT-VALUE}")
  private int leaseTimes = 4;

  @Option(
      names = "--missing",
      split = ",",
      defaultValue = "0.05,0.1",
      description = "Chances that a lookup misses a member. Default: ${DEFAULT-VALUE}")
  private List<Double> missing = List.of();

  @Option(
      names = "--liars",
      split = ",",
      defaultValue = "0,1,2,3",
      description = "Of the members. Default: ${DEFAULT-VALUE}")
  private List<Integer> liars = List.of();

  @Option(
      names = "--ways",
      split = ",",
      defaultValue = "GRANT,REFUSE,SILENT,FICKLE",
      description = {
        "What liars do with claims; each draws one of these: ${COMPLETION-CANDIDATES}.",
        "Default: ${DEFAULT-VALUE}"
      })
  private List<Liar.Way> ways = List.of();

  @Option(
      names = "--members",
      defaultValue = "20",
      description = "Of the group, with one node each. Default: ${DEFAULT-VALUE}")
  private int members = 20;

  @Option(
      names = "--up",
      paramLabel = "MINUTES",
      defaultValue = "30",
      description = "How long a node stays on average. Default: ${DEFAULT-VALUE}")
  private double upMinutes = 30;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "They change nothing but the time it takes. Default: ${DEFAULT-VALUE}")
  private int threads = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Record the tables in this page, such as docs/benchmarks.md.")
  private @Nullable Path page;

  @Option(names = "--live", hidden = true, description = "Progress goes to a terminal.")
  private boolean live;

  private DuelsMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DuelsMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String fault = fault();
    if (fault != null) {
      System.err.println(fault);
      return CommandLine.ExitCode.USAGE;
    }
    DuelsReport report = measure();
    System.out.print(report.toText());
    if (json != null) {
      report.writeJson(json);
    }
    if (page != null) {
      RecordedPage.write(page, HEADING, report.toMarkdown());
    }
    return report.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private @Nullable String fault() {
    boolean hasChances = missing.stream().allMatch(chance -> chance >= 0 && chance < 1);
    boolean hasHonest =
        liars.stream().allMatch(number -> number >= 0 && number <= members - RenewalRun.OWNERS);
    if (duels < 0 || networks < 0 || leaseTimes < 1 || !(upMinutes > 0)) {
      return "--duels and --networks must not be negative; --lease-times and --up be positive";
    }
    if (threads < 1 || threads > MOST_THREADS) {
      return "--threads must be 1 to " + MOST_THREADS + ", not " + threads;
    }
    return hasChances && hasHonest
        ? null
        : "--missing takes chances from 0 to below 1; --liars must leave "
            + RenewalRun.OWNERS
            + " honest members";
  }

  private DuelsReport measure() throws InterruptedException {
    List<Conditions> all = new ArrayList<>();
    for (double chance : missing) {
      liars.forEach(number -> all.add(new Conditions(members, number, ways, chance, upMinutes)));
    }
    double planned = duels * SECONDS_PER_DUEL + all.size() * networks * SECONDS_PER_NETWORK;
    DuelsReport report = new DuelsReport(seed);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Progress progress = new Progress(live, planned)) {
      for (int i = 0; i < all.size(); i++) {
        long share = duels / all.size() + (i < duels % all.size() ? 1 : 0);
        report.add(row(all.get(i), share, pool, progress));
      }
    } finally {
      pool.shutdownNow();
    }
    return report;
  }

  private DuelsReport.Row row(
      Conditions conditions, long share, ExecutorService pool, Progress progress)
      throws InterruptedException {
    progress.begin(conditions.label());
    List<Future<Tally>> tallies = new ArrayList<>();
    for (long first = 0; first < share; first += DUELS_PER_NETWORK) {
      int number = (int) Math.min(DUELS_PER_NETWORK, share - first);
      long itsSeed = seedOf(conditions, tallies.size());
      tallies.add(pool.submit(() -> DuelRun.run(conditions, itsSeed, number)));
    }
    List<Future<Renewals>> renewals = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      long itsSeed = ~seedOf(conditions, i);
      renewals.add(pool.submit(() -> RenewalRun.run(conditions, itsSeed, KEYS_EACH, leaseTimes)));
    }
    Tally duelsDone = Tally.NOTHING;
    for (Future<Tally> each : tallies) {
      Tally one = result(each);
      duelsDone = duelsDone.plus(one);
      progress.done(one.duels() * SECONDS_PER_DUEL);
      progress.doing(
          String.format(
              Locale.ROOT,
              "%,d of %,d duels, %d with two owners",
              duelsDone.duels(),
              share,
              duelsDone.two()));
    }
    Renewals renewalsDone = Renewals.NOTHING;
    for (Future<Renewals> each : renewals) {
      renewalsDone = renewalsDone.plus(result(each));
      progress.done(SECONDS_PER_NETWORK);
      progress.doing(
          String.format(
              Locale.ROOT, "%,d renewals, %d lost", renewalsDone.due(), renewalsDone.lost()));
    }
    return new DuelsReport.Row(conditions, duelsDone, renewalsDone);
  }

  /** The same whether conditions are measured together or one by one. */
  private long seedOf(Conditions conditions, int network) {
    long ofConditions = 31L * conditions.liars() + Double.hashCode(conditions.missing());
    return (seed << 40) + (ofConditions << 20) + network;
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed", e.getCause());
    }
  }
}
