package net.groupvpn.lab.natgrid;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.report.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every kind of NAT against every other. */
@Command(
    name = "natgrid",
    mixinStandardHelpOptions = true,
    description = {
      "Puts two real members behind each pair of NATs and tells by which path they talk.",
      "Both are new: they enrol, start one after the other, and are watched from when the second"
          + " one is up, while one pings the other ten times a second. A third member of their"
          + " group, in the open, runs all the time.",
      "Exit code 1 if a cell is worse than expected."
    })
public final class NatGridMain implements Callable<Integer> {
  private static final double CELL_STARTS_SECONDS = 10;
  private static final double LANE_STARTS_SECONDS = 12;
  private static final int MOST_LANES = 16;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the cells as JSON, too.")
  private @Nullable Path json;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PAIR",
      description = "Only these, such as symmetric/port-restricted.")
  private List<String> only = List.of();

  @Option(
      names = "--tries",
      defaultValue = "1",
      description = "How often each is tried. Default: ${DEFAULT-VALUE}")
  private int tries = 1;

  @Option(
      names = "--lanes",
      defaultValue = "4",
      description =
          "Cells at a time, each in a group of its own; they take turns at starting."
              + " Default: ${DEFAULT-VALUE}")
  private int lanes = 4;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long each is watched. Default: ${DEFAULT-VALUE}")
  private int seconds = 20;

  @Option(names = "--live", hidden = true, description = "Progress goes to a terminal.")
  private boolean live;

  private NatGridMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new NatGridMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Testbed.isPossible()) {
      System.err.println("This needs root, /dev/net/tun, iproute2 and nftables. Run it as root.");
      return CommandLine.ExitCode.SOFTWARE;
    }
    GridReport report = new GridReport(measure(pairings()));
    System.out.print(report.table().toText());
    System.out.println(report.summary());
    if (json != null) {
      report.writeJson(json);
    }
    return report.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<CellResult> measure(List<Pairing> pairings) throws InterruptedException {
    double each = Math.max(CELL_STARTS_SECONDS, (seconds + CELL_STARTS_SECONDS) / lanes);
    double planned = lanes * LANE_STARTS_SECONDS + pairings.size() * each;
    try (Progress progress = new Progress(live, planned)) {
      progress.begin(pairings.size() + " cells");
      NatGrid grid =
          new NatGrid(
              lanes,
              seconds,
              result -> {
                progress.say(result.pairing().label() + ": " + result.reached().label());
                progress.done(each);
              },
              progress::say);
      return grid.run(pairings);
    }
  }

  private List<Pairing> pairings() {
    if (tries < 1 || seconds < 1 || lanes < 1 || lanes > MOST_LANES) {
      throw wrong("--tries and --seconds must be at least 1, --lanes 1 to " + MOST_LANES);
    }
    List<Pairing> chosen = new ArrayList<>();
    for (String name : only) {
      List<Pairing> named =
          Pairing.all().stream().filter(pairing -> pairing.isNamed(name)).toList();
      if (named.isEmpty()) {
        throw wrong("there is no pair \"" + name + "\"; --only takes such as open/symmetric");
      }
      chosen.addAll(named);
    }
    List<Pairing> once = only.isEmpty() ? Pairing.all() : chosen;
    return Collections.nCopies(tries, once).stream().flatMap(List::stream).toList();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
