package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code groupvpn gateway check}. */
@Command(
    name = "check",
    description = "Test now whether members' packets pass; if not, say why and what to do.")
final class GatewayCheckCommand extends AskingCommand {
  @Override
  String command() {
    return "gateway_check";
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    print("IPv4", answer.path("ipv4"), out);
    print("IPv6", answer.path("ipv6"), out);
  }

  private static void print(String family, JsonNode found, PrintWriter out) {
    if (found.path("works").asBoolean()) {
      out.println(family + ": members' packets pass");
      return;
    }
    out.println(family + ": " + found.path("why").asText());
    if (!found.path("advice").isEmpty()) {
      out.println("  to let members' packets pass, as root:");
    }
    for (JsonNode command : found.path("advice")) {
      out.println("    " + command.asText());
    }
  }

  @Override
  int exitCode(JsonNode answer) {
    return answer.path("works").asBoolean() ? ExitCode.FINE : ExitCode.FAILED;
  }
}
