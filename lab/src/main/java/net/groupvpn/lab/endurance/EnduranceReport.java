package net.groupvpn.lab.endurance;

import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;

/** The results for people. */
record EnduranceReport(
    MachineInfo machine, int rounds, CleanRun.Result clean, List<RoughRun.Result> rough) {

  /** Whether nothing was lost, changed or reordered on the clean link. */
  boolean isWhole() {
    return clean.same()
        && clean.tcp().resent() == 0
        && clean.tcp().disordered() == 0
        && clean.datagrams().lostPackets() == 0
        && clean.datagrams().disorderedPackets() == 0;
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("Written by `lab/endurance`; do not edit this section.\n\n");
    text.append("Measured on ").append(machine.toText()).append(".\n\n");
    text.append("Over a clean link between two members, through the whole product:\n\n");
    text.append(cleanTable().toMarkdown());
    text.append(EXPLANATION.formatted(RoughRun.DELAY_MILLIS, RoughRun.MEGABITS, rounds));
    text.append(roughTable().toMarkdown());
    return text.toString();
  }

  private TextTable cleanTable() {
    TextTable table = new TextTable(List.of("flow", "GB", "changed", "lost", "out of order"));
    double seconds = clean.seconds();
    table.row(
        List.of(
            String.format(
                Locale.ROOT, "TCP, hashed at both ends (%.0f s, hashing included)", seconds),
            format("%.0f", clean.gigabytes()),
            clean.same() ? "nothing" : "something",
            clean.tcp().resent() + " resent",
            String.valueOf(clean.tcp().disordered())));
    table.row(
        List.of(
            "numbered UDP datagrams",
            format("%.0f", clean.gigabytes()),
            "-",
            "%d of %d".formatted(clean.datagrams().lostPackets(), clean.datagrams().packets()),
            String.valueOf(clean.datagrams().disorderedPackets())));
    return table;
  }

  private TextTable roughTable() {
    TextTable table =
        new TextTable(List.of("link", "without a tunnel Mbit/s", "inside Mbit/s", "ratio"));
    rough.forEach(
        each ->
            table.row(
                List.of(
                    each.link(),
                    format("%.1f", each.bare()),
                    format("%.1f", each.tunnel()),
                    format("%.2f", each.ratio()))));
    return table;
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static final String EXPLANATION =
      """

      The same TCP over the lab's own link, which moves frames between two devices (%.0f ms one way, %.0f Mbit/s), with and
      without the tunnel, in turns; medians of %d rounds:

      """;
}
