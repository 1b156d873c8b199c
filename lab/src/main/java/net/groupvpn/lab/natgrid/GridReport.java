package net.groupvpn.lab.natgrid;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;
import org.jspecify.annotations.Nullable;

/** The results of all cells, for people and as JSON. */
record GridReport(List<CellResult> results) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SOON_MILLIS = 1_000;

  /** A row per cell. */
  TextTable table() {
    TextTable table =
        new TextTable(
            List.of("pair", "expected", "reached", "up", "first packet", "final path", "TCP", ""));
    for (CellResult result : results) {
      table.row(
          List.of(
              result.pairing().label(),
              result.pairing().expected().label(),
              result.reached().label(),
              millis(result.upMillis()),
              millis(result.firstPacketMillis()),
              millis(result.finalPathMillis()),
              mbits(result.tcpMbits()),
              result.isGood() ? "good" : "WORSE"));
    }
    return table;
  }

  private static String millis(@Nullable Long millis) {
    return millis == null ? "never" : millis + " ms";
  }

  private static String mbits(@Nullable Double mbits) {
    return mbits == null ? "" : "%.1f Mbit/s".formatted(mbits);
  }

  /** A section of a page. */
  String toMarkdown(MachineInfo machine) {
    return """
    Written by `lab/natgrid`; do not edit this section.

    Measured on %s. Up: from the start of the second member's process, which enrols as well. First packet and
    final path: from then on, or, with `+leaves`, from when the open member left. `+alone`: nobody else is in the
    group; `+third`: a third member is behind a NAT like the second one's. TCP: over 5 s, where the path is not direct.
    %s.

    %s\
    """
        .formatted(machine.toText(), summary(), table().toMarkdown());
  }

  /** A summary in one line. */
  String summary() {
    long good = results.stream().filter(CellResult::isGood).count();
    long soon =
        results.stream()
            .map(CellResult::firstPacketMillis)
            .filter(millis -> millis != null && millis <= SOON_MILLIS)
            .count();
    return "%d of %d cells as expected or better; first packet within 1 s in %d%s"
        .formatted(good, results.size(), soon, lucky());
  }

  private String lucky() {
    List<CellResult> tries =
        results.stream().filter(result -> result.pairing().needsLuck()).toList();
    if (tries.isEmpty()) {
      return "";
    }
    long direct = tries.stream().filter(result -> result.reached() == ReachKind.DIRECT).count();
    return "; symmetric with port-restricted direct in %d of %d tries"
        .formatted(direct, tries.size());
  }

  /** Whether no cell is worse than expected. */
  boolean isGood() {
    return results.stream().allMatch(CellResult::isGood);
  }

  void writeJson(Path file) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
  }

  /** A list with an object per cell; null for a time that was never reached. */
  ArrayNode toJson() {
    ArrayNode list = JSON.createArrayNode();
    for (CellResult result : results) {
      ObjectNode cell = list.addObject();
      cell.put("a", result.pairing().a().label()).put("b", result.pairing().b().label());
      cell.put("expected", result.pairing().expected().label());
      cell.put("reached", result.reached().label());
      cell.put("up_ms", result.upMillis());
      cell.put("first_packet_ms", result.firstPacketMillis());
      cell.put("final_path_ms", result.finalPathMillis());
      cell.put("company", result.pairing().company().name().toLowerCase(Locale.ROOT));
      cell.put("tcp_mbits", result.tcpMbits());
    }
    return list;
  }
}
