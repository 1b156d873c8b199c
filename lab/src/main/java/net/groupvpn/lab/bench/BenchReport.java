package net.groupvpn.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.TextTable;

/** The results for people and for programs. */
record BenchReport(MachineInfo machine, BenchPlan plan, Results results) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double THOUSANDTH = 1e3;

  /** One row per system; without metrics that were not measured. */
  TextTable table() {
    List<Metric> metrics =
        Arrays.stream(Metric.values())
            .filter(metric -> metric != Metric.PEAK_A && metric != Metric.PEAK_B)
            .filter(this::isMeasuredAnywhere)
            .toList();
    List<String> headings = new ArrayList<>(List.of("system"));
    metrics.forEach(metric -> headings.add(metric.heading()));
    TextTable table = new TextTable(headings);
    for (String system : results.systems()) {
      List<String> row = new ArrayList<>(List.of(system));
      metrics.forEach(metric -> row.add(results.cell(system, metric).toText(metric)));
      table.row(row);
    }
    return table;
  }

  private boolean isMeasuredAnywhere(Metric metric) {
    return results.systems().stream().anyMatch(system -> !results.cell(system, metric).isAbsent());
  }

  /** The failures, a line per metric of a system, with the first reason. */
  List<String> failures() {
    List<String> lines = new ArrayList<>();
    for (String system : results.systems()) {
      for (Metric metric : Metric.values()) {
        MetricValues cell = results.cell(system, metric);
        if (!cell.failures().isEmpty()) {
          lines.add(
              "%s, %s: failed in %d of %d rounds: %s"
                  .formatted(
                      system,
                      metric.heading(),
                      cell.failures().size(),
                      cell.failures().size() + cell.values().size(),
                      cell.failures().get(0)));
        }
      }
    }
    return lines;
  }

  void writeJson(Path file) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
  }

  /** {@code machine}, and {@code systems} by name; a metric that failed is null. */
  ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode where = root.putObject("machine");
    where.put("cores", machine.processors()).put("memory_mb", machine.memoryMebibytes());
    where.put("kernel", machine.system()).put("cpu", machine.processor());
    where.put("java", machine.java()).put("load_before", machine.load());
    root.putObject("run").put("rounds", plan.rounds()).put("seconds", plan.seconds());
    ObjectNode systems = root.putObject("systems");
    results.systems().forEach(system -> put(systems.putObject(system), system));
    return root;
  }

  private void put(ObjectNode node, String system) {
    node.put("version", results.version(system));
    for (Metric metric : Metric.values()) {
      MetricValues cell = results.cell(system, metric);
      if (!cell.isAbsent()) {
        JsonNode value = cell.isMeasured() ? number(cell.median()) : NullNode.getInstance();
        if (metric.isOfBothEnds()) {
          ArrayNode ends = node.withArray(metric.key());
          ends.add(value);
        } else {
          node.set(metric.key(), value);
        }
      }
    }
  }

  private static JsonNode number(double value) {
    return DoubleNode.valueOf(Math.round(value * THOUSANDTH) / THOUSANDTH);
  }

  /** The body of the recorded section. */
  String toMarkdown(String command) {
    StringBuilder text = new StringBuilder();
    text.append("Written by `%s`; do not edit this section.%n%n".formatted(command));
    text.append("Measured on ").append(machine.toText()).append(".\n");
    text.append(
        """
        Medians of %d rounds, interleaved (round 1 of every system, then round 2, ...), %d s each measurement; every system is
        restarted for each round and warmed up by %d s of TCP there and %d s back, so only one is busy at a time.

        """
            .formatted(
                plan.rounds(),
                plan.seconds(),
                BenchPlan.WARM_UP_SECONDS,
                BenchPlan.WARM_UP_BACK_SECONDS));
    text.append(table().toMarkdown()).append('\n');
    text.append(EXPLANATION).append('\n');
    text.append("Versions: ");
    List<String> versions =
        results.systems().stream().map(system -> system + " " + results.version(system)).toList();
    text.append(String.join("; ", versions)).append(".\n");
    if (!failures().isEmpty()) {
      text.append("\nWhat failed:\n\n");
      failures().forEach(line -> text.append("- ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static final String EXPLANATION =
      """
      A and B are two network namespaces joined by one cable of MTU 1,500; `bare` is that cable without a tunnel. groupvpn is the
      whole product: a portal on a third machine, two enrolled members with claimed addresses, a direct path.

      - A>B and B>A: one stream of TCP, received. 8 streams: the same with eight, A>B. 8 peers: one node sends to eight peers at
        once, one stream each, on nine nodes that share a bridge; the sum. `-`: not set up with so many (fastd in TUN mode has
        one peer).
      - 64 B pps: UDP packets of 64 bytes that arrive in a second, sent as fast as they go.
      - RTT: 200 pings at 5 ms, after the packets above. Loaded ping: 50 pings a second while one stream of TCP runs at full
        speed; median and 99th percentile.
      - RSS: VmRSS of the process at each end after all that, in MiB; `rss_peak_mb` in the JSON is VmHWM.
      - CPU s/GB: user and system time of all the system's processes at both ends, per GB of A>B TCP.
      """;
}
