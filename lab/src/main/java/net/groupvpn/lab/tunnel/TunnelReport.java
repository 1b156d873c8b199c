package net.groupvpn.lab.tunnel;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;

/** The tables of {@code lab/full-tunnel}, and whether they are good enough. */
record TunnelReport(List<TunnelCost.Row> costs, List<TunnelFailover.Round> failovers) {
  private static final double MOST_EXTRA_MILLIS = 0.5;
  private static final double LEAST_KERNEL_SHARE = 0.8;
  private static final double LEAST_USER_SHARE = 0.3;

  TunnelReport {
    costs = List.copyOf(costs);
    failovers = List.copyOf(failovers);
  }

  TextTable costTable() {
    TextTable table =
        new TextTable(List.of("way, to", "median ms", "mean ms", "99 % ms", "TCP Mbit/s"));
    for (TunnelCost.Row row : costs) {
      table.row(
          List.of(
              row.way().label + ", " + row.destination().label,
              cell("%.3f", row.medianMillis()),
              cell("%.3f", row.meanMillis()),
              cell("%.3f", row.highMillis()),
              cell("%.0f", row.megabits())));
    }
    return table;
  }

  private static String cell(String format, double value) {
    return Double.isNaN(value) ? "refused" : format.formatted(value);
  }

  TextTable failoverTable() {
    TextTable table = new TextTable(List.of("gateway in use is", "times", "in 3 s", "worst s"));
    for (TunnelFailover.End end : TunnelFailover.End.values()) {
      List<TunnelFailover.Round> of = failovers.stream().filter(each -> each.end() == end).toList();
      table.row(
          List.of(
              end.label,
              "" + of.size(),
              "" + of.stream().filter(TunnelFailover.Round::isGood).count(),
              "%.2f".formatted(of.stream().mapToDouble(each -> each.seconds()).max().orElse(0))));
    }
    return table;
  }

  /** What is too slow, for people; or that nothing is. */
  String verdict() {
    List<String> problems = problems();
    return problems.isEmpty() ? "all within their limits" : String.join("\n", problems);
  }

  boolean isGood() {
    return problems().isEmpty();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    TunnelCost.Row direct = find(TunnelCost.Way.NONE, TunnelCost.Destination.INTERNET);
    TunnelCost.Row leg = find(TunnelCost.Way.NONE, TunnelCost.Destination.ON_INTERNET);
    TunnelCost.Row inGroup = find(TunnelCost.Way.NONE, TunnelCost.Destination.IN_GROUP);
    double allowed = direct.medianMillis() + leg.medianMillis() + MOST_EXTRA_MILLIS;
    for (TunnelCost.Row row : costs) {
      if (row.destination() == TunnelCost.Destination.INTERNET && row.medianMillis() > allowed) {
        problems.add(
            "%s: a ping takes %.3f ms: more than direct, the leg and %.1f ms, %.3f ms"
                .formatted(row.way().label, row.medianMillis(), MOST_EXTRA_MILLIS, allowed));
      }
    }
    TunnelCost.Row kernel = find(TunnelCost.Way.MARK, TunnelCost.Destination.INTERNET);
    TunnelCost.Row user = find(TunnelCost.Way.USER, TunnelCost.Destination.INTERNET);
    tooSlow(problems, "the kernel's NAT", kernel, inGroup, LEAST_KERNEL_SHARE);
    tooSlow(problems, "the client's own NAT", user, inGroup, LEAST_USER_SHARE);
    failovers.stream()
        .filter(round -> !round.isGood())
        .forEach(
            round ->
                problems.add(
                    "a gateway was %s, and another carried after %.2f s"
                        .formatted(round.end().label, round.seconds())));
    return problems;
  }

  private static void tooSlow(
      List<String> problems,
      String what,
      TunnelCost.Row row,
      TunnelCost.Row members,
      double least) {
    double share = row.megabits() / members.megabits();
    if (share < least) {
      problems.add(
          "TCP through %s has %.0f %% of member to member; at least %.0f %% are wanted"
              .formatted(what, 100 * share, 100 * least));
    }
  }

  private TunnelCost.Row find(TunnelCost.Way way, TunnelCost.Destination destination) {
    return costs.stream()
        .filter(row -> row.way() == way && row.destination() == destination)
        .findFirst()
        .orElseThrow();
  }

  String toMarkdown(MachineInfo machine) {
    return """
        Written by `lab/full-tunnel`; do not edit this section.

        Measured on %s. A traveller, a gateway in another network, a server beyond a router. *none*: without a tunnel;
        *own NAT*: the gateway's client translates, and takes nothing for its own machine. In *routes* the client alone
        may send to a gateway's address on the Internet. 200 pings a second; TCP goes from the traveller to the
        destination.

        %s
        Failover under an upload and a download: from the gateway's end to the first new connection through another.

        %s\
        """
        .formatted(machine.toText(), costTable().toMarkdown(), failoverTable().toMarkdown());
  }
}
