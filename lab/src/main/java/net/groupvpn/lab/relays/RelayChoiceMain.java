package net.groupvpn.lab.relays;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which relay two real members choose. */
@Command(
    name = "relay-choice",
    mixinStandardHelpOptions = true,
    description = {
      "Two members that reach each other only through five others, whose legs have new known"
          + " delays in each run: do both choose the one with the lowest sum, how long are pings"
          + " lost when it is killed, and do they stay when another one becomes slightly better?",
      "Exit code 1 if not."
    })
public final class RelayChoiceMain extends LabCommand {
  static final double RUN_SECONDS = 28;
  static final double OFFERS_SECONDS = 165;

  private static final double START_SECONDS = 20;
  private static final String HEADING = "The choice of a relay";

  @Option(
      names = "--runs",
      defaultValue = "20",
      description = "Runs, each with new delays. Default: ${DEFAULT-VALUE}")
  private int runs = 20;

  @Option(
      names = "--kills",
      defaultValue = "5",
      description = "In how many of them the relay is killed. Default: ${DEFAULT-VALUE}")
  private int kills = 5;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the delays. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  private RelayChoiceMain() {}

  public static void main(String[] args) {
    run(new RelayChoiceMain(), args);
  }

  @Override
  protected boolean measure() throws IOException {
    if (runs < 1 || kills < 0) {
      throw wrong("--runs must be at least 1, --kills not negative");
    }
    RelayChoiceReport report = report(MachineInfo.here());
    System.out.print(report.toMarkdown());
    record(HEADING, report.toMarkdown());
    return report.isGood();
  }

  private RelayChoiceReport report(MachineInfo machine) {
    double planned = START_SECONDS + runs * RUN_SECONDS + OFFERS_SECONDS;
    try (Progress progress = progress(planned);
        Testbed bed = new Testbed("relays")) {
      RelayChoiceRuns choice = new RelayChoiceRuns(bed, progress);
      progress.done(START_SECONDS);
      Random random = new Random(seed);
      List<RelayChoiceRuns.Run> made = choice.runs(runs, kills, random);
      return new RelayChoiceReport(machine, made, choice.offers(random));
    }
  }
}
