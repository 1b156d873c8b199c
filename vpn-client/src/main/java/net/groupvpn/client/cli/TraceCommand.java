package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groupvpn trace}. */
@Command(
    name = "trace",
    description = "Show the way of frames through the overlay, and each hop's links.")
final class TraceCommand extends AskingCommand {
  @Parameters(
      paramLabel = "NAME|ADDRESS|NODE",
      description = "A member's name, virtual address or node ID.")
  private String peer = "";

  @Override
  String command() {
    return "trace";
  }

  @Override
  void fill(ObjectNode arguments) {
    arguments.put("peer", peer);
  }

  @Override
  int exitCode(JsonNode answer) {
    return answer.path("reached").asBoolean() ? ExitCode.FINE : ExitCode.FAILED;
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    out.println("session: " + answer.path("path").asText());
    Table table = new Table().row("HOP", "NODE", "RTT", "LINKS");
    int number = 0;
    for (JsonNode hop : answer.path("hops")) {
      number++;
      if (hop.has("node")) {
        table.row(
            Integer.toString(number),
            Answers.who(hop),
            Answers.millis(hop.path("rtt_ms")),
            links(hop));
      } else {
        table.row(Integer.toString(number), "*", "-", "no answer");
      }
    }
    table.print(out);
    if (!answer.path("reached").asBoolean()) {
      out.println("not reached; the member may be gone");
    }
  }

  private static String links(JsonNode hop) {
    List<String> links = new ArrayList<>();
    for (JsonNode link : hop.path("links")) {
      links.add(
          Answers.who(link)
              + " "
              + link.path("path").asText()
              + " "
              + Answers.millis(link.path("rtt_ms")));
    }
    int more = hop.path("link_count").asInt() - links.size();
    return String.join(", ", links) + (more > 0 ? ", " + more + " more" : "");
  }
}
