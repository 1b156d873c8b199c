package net.groupvpn.lab.natgrid;

import java.util.List;
import java.util.function.ToLongFunction;
import net.groupvpn.lab.natgrid.Roaming.Move;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;

/** The results of all moves, a row for each kind of peer. */
record RoamingReport(List<Move> moves) {
  /** Longest acceptable interruption. */
  static final long LONGEST_MILLIS = 2_000;

  TextTable table() {
    TextTable table =
        new TextTable(
            List.of("peer", "moves", "pings, median", "worst", "TCP, median", "worst", "direct"));
    for (NatKind kind : moves.stream().map(Move::peer).distinct().toList()) {
      List<Move> of = moves.stream().filter(move -> move.peer() == kind).toList();
      table.row(
          List.of(
              kind.label(),
              String.valueOf(of.size()),
              median(of, Move::pingGapMillis),
              worst(of, Move::pingGapMillis),
              median(of, Move::tcpGapMillis),
              worst(of, Move::tcpGapMillis),
              String.valueOf(of.stream().filter(Move::isDirect).count())));
    }
    return table;
  }

  private static String median(List<Move> of, ToLongFunction<Move> gap) {
    return of.stream().mapToLong(gap).sorted().skip((of.size() - 1) / 2).findFirst().orElse(0)
        + " ms";
  }

  private static String worst(List<Move> of, ToLongFunction<Move> gap) {
    return of.stream().mapToLong(gap).max().orElse(0) + " ms";
  }

  String toMarkdown(MachineInfo machine) {
    return """
    Written by `lab/roaming`; do not edit this section.

    Measured on %s. A member with a public address goes to another address; `peer` is what the one is behind whom
    it pings ten times a second and from whom TCP comes. Nobody else is in the group. The longest interruption of each move;
        for TCP, less than 150 ms counts as 0.

    %s\
    """
        .formatted(machine.toText(), table().toMarkdown());
  }

  /** Whether no interruption is too long, and all moves end on a direct path. */
  boolean isGood() {
    return moves.stream()
        .allMatch(
            move ->
                move.pingGapMillis() < LONGEST_MILLIS
                    && move.tcpGapMillis() < LONGEST_MILLIS
                    && move.isDirect());
  }
}
