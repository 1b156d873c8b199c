package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code groupvpn status}. */
@Command(name = "status", description = "Show how the client is doing.")
final class StatusCommand extends AskingCommand {
  @Override
  String command() {
    return "status";
  }

  private static String peers(JsonNode answer) {
    int relayed = answer.path("relayed").asInt();
    return answer.path("peers").asText() + (relayed == 0 ? "" : ", " + relayed + " by a relay");
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    Table table =
        new Table()
            .row("network", answer.path("network").asText())
            .row("state", answer.path("state").asText())
            .row("name", answer.path("name").asText())
            .row("IPv4", answer.path("ipv4").asText("none yet"))
            .row("IPv6", answer.path("ipv6").asText("none yet"))
            .row("device", answer.path("interface").asText())
            .row("UDP port", answer.path("port").asText())
            .row("peers", peers(answer))
            .row("certificate until", answer.path("certificate_not_after").asText())
            .row("portal", answer.path("portal").asText("not asked yet"))
            .row("node", answer.path("node").asText());
    table.print(out);
  }
}
