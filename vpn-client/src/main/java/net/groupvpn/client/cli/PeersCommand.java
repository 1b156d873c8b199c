package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code groupvpn peers}. */
@Command(name = "peers", description = "List the members that this client has a session with.")
final class PeersCommand extends AskingCommand {
  private static final int SHORT_ID = 8;

  @Override
  String command() {
    return "peers";
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    Table table = new Table().row("NAME", "IPV4", "MEMBER", "PATH", "RTT", "NODE");
    for (JsonNode peer : answer.path("peers")) {
      String node = peer.path("node").asText();
      table.row(
          peer.path("name").asText("-"),
          peer.path("ipv4").asText("-"),
          peer.path("member").asText("-"),
          peer.path("path").asText(),
          rtt(peer.path("rtt_ms")),
          node.substring(0, Math.min(SHORT_ID, node.length())));
    }
    table.print(out);
  }

  private static String rtt(JsonNode millis) {
    return millis.isNumber() ? String.format(Locale.ROOT, "%.1f ms", millis.asDouble()) : "-";
  }
}
