package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine.Command;

/** {@code groupvpn netcheck}. */
@Command(
    name = "netcheck",
    description = {
      "Show what this machine's network lets through, as peers see it.",
      "Mapping and filtering are in the terms of RFC 4787."
    })
final class NetcheckCommand extends AskingCommand {
  @Override
  String command() {
    return "netcheck";
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    Table table =
        new Table()
            .row("UDP", udp(answer))
            .row("IPv6", ipv6(answer))
            .row("NAT mapping", answer.path("mapping").asText())
            .row("NAT filtering", answer.path("filtering").asText())
            .row("mapped port", mappedPort(answer));
    for (JsonNode endpoint : answer.path("endpoints")) {
      table.row("reached at", endpoint.asText());
    }
    for (JsonNode relay : answer.path("relays")) {
      table.row("near", relay(relay));
    }
    table.print(out);
  }

  private static String udp(JsonNode answer) {
    return answer.path("udp").asBoolean()
        ? "works"
        : "blocked, or nobody is there: no peer is reached directly";
  }

  private static String ipv6(JsonNode answer) {
    if (answer.path("ipv6").asBoolean()) {
      return "works";
    }
    return answer.path("ipv6_address").asBoolean()
        ? "this machine has an address, but no peer is reached by IPv6"
        : "no address";
  }

  private static String mappedPort(JsonNode answer) {
    return switch (answer.path("port_mapping").asText()) {
      case "mapped" -> mappedAt(answer.path("mapped_ports").path(0));
      case "asking" -> "the router has not answered yet";
      case "no-gateway" -> "none, this machine has no IPv4 router";
      case "refused" -> "none, the router has no PCP, NAT-PMP or UPnP-IGD, or refuses";
      default -> "switched off";
    };
  }

  private static String mappedAt(JsonNode port) {
    boolean isHidden = port.path("behind_another_nat").asBoolean();
    return "%s, by %s of %s%s"
        .formatted(
            port.path("endpoint").asText(),
            port.path("method").asText(),
            port.path("gateway").asText(),
            isHidden ? "; that router is behind another NAT" : "");
  }

  private static String relay(JsonNode relay) {
    boolean isMember = relay.path("realm").asText().equals("group");
    return new StringJoiner(", ")
        .add(isMember ? "member " + relay.path("name").asText("without a name") : "public node")
        .add(relay.path("endpoint").asText())
        .add(String.format(Locale.ROOT, "%.1f ms", relay.path("rtt_ms").asDouble()))
        .toString();
  }
}
