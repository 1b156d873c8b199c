package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import picocli.CommandLine.Command;

/** {@code groupvpn status}. */
@Command(name = "status", description = "Show the client's state.")
final class StatusCommand extends AskingCommand {
  @Override
  String command() {
    return "status";
  }

  private static String state(JsonNode answer) {
    String state = answer.path("state").asText();
    return answer.hasNonNull("why") ? state + ": " + answer.path("why").asText() : state;
  }

  private static String portal(JsonNode answer) {
    String state = answer.path("portal").asText("not asked yet");
    String reason = answer.hasNonNull("portal_reason") ? answer.path("portal_reason").asText() : "";
    return reason.isEmpty()
        ? state
        : state + " since " + answer.path("portal_since").asText() + ": " + reason;
  }

  private static String peers(JsonNode answer) {
    int relayed = answer.path("relayed").asInt();
    return answer.path("peers").asText() + (relayed == 0 ? "" : ", " + relayed + " by a relay");
  }

  /** What was refused because too many questions came, from whichever program. */
  private static long refusedQuestions(JsonNode answer) {
    return Stream.of(
            ServiceCounter.DROPPED_DNS_BUDGET,
            ServiceCounter.DROPPED_DNS_RATE,
            ServiceCounter.DROPPED_DNS_PENDING,
            ServiceCounter.DROPPED_DNS_OUTSIDE_RATE,
            ServiceCounter.DROPPED_DNS_OUTSIDE_PENDING)
        .mapToLong(counter -> answer.path("counters").path(counter.label()).asLong())
        .sum();
  }

  private static String machine(JsonNode machine) {
    return String.join(
        ", ",
        machine.path("name").asText("no name yet"),
        machine.path("ipv4").asText(),
        machine.path("mac").asText());
  }

  private static void tunnel(JsonNode exit, Table table) {
    JsonNode tunnel = exit.path("tunnel");
    String name = exit.path("name").asText("");
    table.row("full tunnel", exit.path("state").asText() + (name.isEmpty() ? "" : " by " + name));
    StringBuilder routing = new StringBuilder(tunnel.path("routing").asText("none"));
    tunnel
        .path("routing_refused")
        .properties()
        .forEach(
            each -> routing.append("; not " + each.getKey() + ": " + each.getValue().asText()));
    table.row("routing mode", routing.toString());
    List<String> exempt = new ArrayList<>();
    tunnel.path("exempt").forEach(each -> exempt.add(each.asText()));
    if (!exempt.isEmpty()) {
      table.row("past the tunnel", String.join(", ", exempt) + " (the client alone)");
    }
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    Table table =
        new Table()
            .row("network", answer.path("network").asText())
            .row("state", state(answer))
            .row("name", answer.path("name").asText())
            .row("IPv4", answer.path("ipv4").asText("none yet"))
            .row("IPv6", answer.path("ipv6").asText("none yet"))
            .row("device", answer.path("interface").asText())
            .row("UDP port", answer.path("port").asText())
            .row("peers", peers(answer))
            .row("certificate until", answer.path("certificate_not_after").asText())
            .row("portal", portal(answer))
            .row("names", answer.path("dns").path("text").asText())
            .row("node", answer.path("node").asText());
    long refused = refusedQuestions(answer);
    if (refused > 0) {
      table.row("questions refused", refused + ", since too many for names came at once");
    }
    for (JsonNode machine : answer.path("machines")) {
      table.row("machine behind", machine(machine));
    }
    if (answer.has("exit_node")) {
      tunnel(answer.path("exit_node"), table);
    }
    for (JsonNode notice : answer.path("notices")) {
      String since = notice.path("since").asText();
      table.row("note", notice.path("text").asText() + " (since " + since + ")");
    }
    table.print(out);
  }
}
