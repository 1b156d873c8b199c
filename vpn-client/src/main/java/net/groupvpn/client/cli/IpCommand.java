package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groupvpn ip}. */
@Command(name = "ip", description = "Print this machine's, or a member's, addresses, one a line.")
final class IpCommand extends AskingCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A member; this machine if absent.")
  private @Nullable String name;

  @Option(names = "-4", description = "Only the IPv4 address.")
  private boolean only4;

  @Option(names = "-6", description = "Only the IPv6 address.")
  private boolean only6;

  @Override
  String command() {
    return "ip";
  }

  @Override
  void fill(ObjectNode arguments) {
    if (name != null) {
      arguments.put("name", name);
    }
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    if (!only6 && answer.hasNonNull("ipv4")) {
      out.println(answer.path("ipv4").asText());
    }
    if (!only4 && answer.hasNonNull("ipv6")) {
      out.println(answer.path("ipv6").asText());
    }
  }

  @Override
  int exitCode(JsonNode answer) {
    return answer.hasNonNull("ipv4") || answer.hasNonNull("ipv6") ? ExitCode.FINE : ExitCode.FAILED;
  }
}
