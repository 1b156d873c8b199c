package net.groupvpn.lab.relays;

import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;

/** The results of the runs. */
record RelayChoiceReport(
    MachineInfo machine, List<RelayChoiceRuns.Run> runs, RelayChoiceRuns.Offers offers) {
  private static final double FAILOVER_SECONDS = 3;

  /** Whether the best relay was chosen each time, and given up neither late nor for little. */
  boolean isGood() {
    return runs.stream().allMatch(RelayChoiceRuns.Run::isBest)
        && longestGap() < FAILOVER_SECONDS
        && offers.changesForSlightly() == 0
        && offers.isMuchBetterTaken();
  }

  private double longestGap() {
    return runs.stream()
        .mapToDouble(RelayChoiceRuns.Run::gapSeconds)
        .filter(gap -> !Double.isNaN(gap))
        .max()
        .orElse(0);
  }

  /** A section of a page. */
  String toMarkdown() {
    return "Written by `lab/relay-choice`; do not edit this section.\n\nMeasured on %s.\n\n%s\n%s"
        .formatted(
            machine.toText(),
            table().toMarkdown(),
            """
            The best of five relays by the sum of both legs was used by both ends after %d s in %d of %d runs.
            Killed, it cost at most %.1f s of pings. One that became 5 %% better was gone over to %d times in %d s;
            one that became twice as good was %s.
            """
                .formatted(
                    RelayChoiceRuns.SETTLE_SECONDS,
                    runs.stream().filter(RelayChoiceRuns.Run::isBest).count(),
                    runs.size(),
                    longestGap(),
                    offers.changesForSlightly(),
                    RelayChoiceRuns.WATCH_SECONDS,
                    offers.isMuchBetterTaken() ? "taken by both" : "not taken by both"));
  }

  private TextTable table() {
    TextTable table =
        new TextTable(List.of("run", "best sum, ms", "ping, ms", "best chosen", "gap after kill"));
    for (int i = 0; i < runs.size(); i++) {
      RelayChoiceRuns.Run run = runs.get(i);
      table.row(
          List.of(
              String.valueOf(i + 1),
              oneDigit(run.bestMillis()),
              oneDigit(run.measuredMillis()),
              run.isBest() ? "yes" : "NO",
              Double.isNaN(run.gapSeconds()) ? "" : oneDigit(run.gapSeconds()) + " s"));
    }
    return table;
  }

  private static String oneDigit(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
