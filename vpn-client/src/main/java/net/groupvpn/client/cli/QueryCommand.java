package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code groupvpn query}. */
@Command(
    name = "query",
    description = "Ask all members at once: how many there are, which versions, the slowest links.")
final class QueryCommand extends AskingCommand {
  private static final long MILLIS_PER_SECOND = 1_000;

  @Option(
      names = {"-W", "--timeout"},
      defaultValue = "10",
      description = "Seconds to wait for answers; default ${DEFAULT-VALUE}.")
  private double timeoutSeconds;

  @Override
  String command() {
    return "query";
  }

  @Override
  void fill(ObjectNode arguments) {
    arguments.put("timeout_ms", (long) (timeoutSeconds * MILLIS_PER_SECOND));
  }

  @Override
  int exitCode(JsonNode answer) {
    return answer.path("partial").asBoolean() ? ExitCode.FAILED : ExitCode.FINE;
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    new Table()
        .row("members", members(answer))
        .row("versions", versions(answer))
        .row("took", took(answer))
        .print(out);
    Table links = new Table().row("SLOWEST LINKS", "", "PATH", "RTT");
    for (JsonNode link : answer.path("slowest")) {
      links.row(
          Answers.who(link),
          link.path("peer_name").asText(Answers.shortId(link.path("peer"))),
          link.path("path").asText(),
          Answers.millis(link.path("rtt_ms")));
    }
    links.print(out);
    if (answer.path("partial").asBoolean()) {
      out.println(
          "partial: no answer in time from "
              + answer.path("missing_parts").asInt()
              + " parts of the ID space; members there may be gone");
    }
  }

  private static String members(JsonNode answer) {
    int nodes = answer.path("nodes").asInt();
    int joining = nodes - answer.path("joined").asInt();
    return nodes + (joining > 0 ? ", " + joining + " of them still joining" : "");
  }

  private static String versions(JsonNode answer) {
    List<String> versions = new ArrayList<>();
    answer
        .path("versions")
        .properties()
        .forEach(entry -> versions.add(entry.getKey() + ": " + entry.getValue().asInt()));
    int others = answer.path("other_versions").asInt();
    return String.join(", ", versions) + (others > 0 ? ", others: " + others : "");
  }

  private static String took(JsonNode answer) {
    return String.format(
        Locale.ROOT,
        "%.0f ms, %d hops deep",
        answer.path("took_ms").asDouble(),
        answer.path("depth").asInt());
  }
}
