package net.groupvpn.lab.overheads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.overheads.OverheadRow.Cost;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;
import org.jspecify.annotations.Nullable;

/** The rows for people and for programs. */
record OverheadsReport(MachineInfo machine, int seconds, List<OverheadRow> rows) {
  private static final String NONE = "-";
  private static final List<String> HEADINGS =
      List.of(
          "system",
          "members",
          "active",
          "its MB",
          "others MB",
          "server MB",
          "its B/s",
          "others B/s",
          "server B/s",
          "its CPU %",
          "others CPU %");
  private static final List<String> COLUMNS =
      List.of(
          "system",
          "members",
          "active",
          "first_rss_mb",
          "others_max_rss_mb",
          "server_rss_mb",
          "first_sent_bytes_per_s",
          "others_mean_sent_bytes_per_s",
          "server_sent_bytes_per_s",
          "first_cpu_percent",
          "others_mean_cpu_percent");

  TextTable table() {
    TextTable table = new TextTable(HEADINGS);
    rows.forEach(row -> table.row(cells(row, NONE)));
    return table;
  }

  void writeCsv(Path file) throws IOException {
    Files.writeString(file, toCsv());
  }

  /** One line per row; missing values are empty. */
  String toCsv() {
    List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
    rows.forEach(row -> lines.add(String.join(",", cells(row, ""))));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> cells(OverheadRow row, String none) {
    Cost first = row.first();
    Cost others = row.others();
    @Nullable Cost server = row.server();
    return List.of(
        row.system(),
        String.valueOf(row.members()),
        String.valueOf(row.active()),
        number("%.1f", first.residentMebibytes()),
        number("%.1f", others.residentMebibytes()),
        server == null ? none : number("%.1f", server.residentMebibytes()),
        number("%.0f", first.sentBytesPerSecond()),
        number("%.0f", others.sentBytesPerSecond()),
        server == null ? none : number("%.0f", server.sentBytesPerSecond()),
        number("%.2f", first.processorPercent()),
        number("%.2f", others.processorPercent()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /**
   * The body of the recorded section.
   *
   * @param pictures their addresses as seen from the page
   */
  String toMarkdown(List<String> pictures) {
    StringBuilder text = new StringBuilder();
    text.append("Written by `lab/overheads`; do not edit this section.\n\n");
    text.append("Measured on ").append(machine.toText()).append(".\n");
    text.append(
            EXPLANATION.formatted(
                seconds, Overheads.IDLE_FACTOR * seconds, Overheads.SETTLING_SECONDS))
        .append('\n');
    text.append(table().toMarkdown());
    pictures.forEach(picture -> text.append("\n![%s](%s)%n".formatted(altText(picture), picture)));
    return text.toString();
  }

  private static String altText(String picture) {
    String name = picture.substring(picture.lastIndexOf('/') + 1);
    return "Overheads: " + name.substring(0, name.lastIndexOf('.')).replace('-', ' ');
  }

  private static final String EXPLANATION =
      """
      Real processes in network namespaces on one bridge. `active` is how many of its peers one member pings once a second; 0 is
      an idle group. "Its" is that member, "others" are the largest memory and the mean of all other figures. Memory is VmRSS in MiB;
      bytes are what a machine sends on the wire, Ethernet headers and the pings themselves included, over %d s (idle groups: %d s); CPU is in
      percent of one core. OpenVPN has as many clients, and a server, through which all their traffic goes, with `keepalive 10 60`.
      groupvpn's portal is not counted. The first row of a group begins %d s after all have reached each other; with more than 16 members,
      some links are still being chosen then.
      """;
}
