package net.groupvpn.lab.natgrid;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every kind of NAT against every other. */
@Command(
    name = "natgrid",
    mixinStandardHelpOptions = true,
    description = {
      "Puts two real members behind each pair of NATs and tells by which path they talk.",
      "Both are new: they enrol, start one after the other, and are watched from when the second"
          + " one is up, while one pings the other ten times a second. A third member of their"
          + " group, in the open, runs all the time, unless --without-open asks for cells in which"
          + " there is none, or in which it leaves.",
      "Exit code 1 if a cell is worse than expected."
    })
public final class NatGridMain extends LabCommand {
  private static final double CELL_STARTS_SECONDS = 10;
  private static final double LANE_STARTS_SECONDS = 12;
  private static final int MOST_LANES = 16;
  private static final String HEADING = "Any NAT with any other";
  private static final String HEADING_WITHOUT = "Any NAT with any other, without an open member";

  @Option(names = "--json", paramLabel = "FILE", description = "Write the cells as JSON, too.")
  private @Nullable Path json;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PAIR",
      description = "Only these, such as symmetric/port-restricted.")
  private List<String> only = List.of();

  @Option(
      names = "--without-open",
      description =
          "Groups without an open member: pairs alone, three members, and one that leaves.")
  private boolean withoutOpen;

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

  private NatGridMain() {}

  public static void main(String[] args) {
    run(new NatGridMain(), args);
  }

  @Override
  protected boolean measure() throws IOException, InterruptedException {
    MachineInfo machine = MachineInfo.here();
    GridReport report = new GridReport(results(pairings()));
    System.out.print(report.table().toText());
    System.out.println(report.summary());
    if (json != null) {
      report.writeJson(json);
    }
    record(withoutOpen ? HEADING_WITHOUT : HEADING, report.toMarkdown(machine));
    return report.isGood();
  }

  private List<CellResult> results(List<Pairing> pairings) throws InterruptedException {
    double each = Math.max(CELL_STARTS_SECONDS, (seconds + CELL_STARTS_SECONDS) / lanes);
    double planned = lanes * LANE_STARTS_SECONDS + pairings.size() * each;
    try (Progress progress = progress(planned)) {
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

  private List<Pairing> known() {
    return withoutOpen ? Pairing.withoutOpenMember() : Pairing.all();
  }

  private List<Pairing> pairings() {
    if (tries < 1 || seconds < 1 || lanes < 1 || lanes > MOST_LANES) {
      throw wrong("--tries and --seconds must be at least 1, --lanes 1 to " + MOST_LANES);
    }
    List<Pairing> chosen = new ArrayList<>();
    for (String name : only) {
      List<Pairing> named = known().stream().filter(pairing -> pairing.isNamed(name)).toList();
      if (named.isEmpty()) {
        throw wrong(
            "there is no pair \""
                + name
                + "\"; --only takes such as open/symmetric, or, after --without-open, such as"
                + " symmetric/symmetric+alone");
      }
      chosen.addAll(named);
    }
    List<Pairing> once = only.isEmpty() ? known() : chosen;
    return Collections.nCopies(tries, once).stream().flatMap(List::stream).toList();
  }
}
