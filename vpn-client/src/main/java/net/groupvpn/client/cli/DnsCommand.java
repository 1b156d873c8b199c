package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groupvpn dns NAME}. */
@Command(
    name = "dns",
    description = "Look up a member's name or address, as the client's DNS does.")
final class DnsCommand extends AskingCommand {
  @Parameters(paramLabel = "NAME", description = "A name, with or without suffix, or an address.")
  private String name = "";

  @Override
  String command() {
    return "dns";
  }

  @Override
  void fill(ObjectNode arguments) {
    arguments.put("name", name);
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    for (JsonNode each : answer.path("answers")) {
      out.println(each.asText());
    }
  }

  @Override
  int exitCode(JsonNode answer) {
    if (!answer.path("answers").isEmpty()) {
      return ExitCode.FINE;
    }
    if (!target().isJson()) {
      err().println("groupvpn: nobody in the group has the name or address " + name);
    }
    return ExitCode.FAILED;
  }
}
