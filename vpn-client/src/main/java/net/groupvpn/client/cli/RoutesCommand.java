package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code groupvpn routes}. */
@Command(
    name = "routes",
    description = "List the networks behind members, and through whom they are reached.")
final class RoutesCommand extends AskingCommand {
  @Override
  String command() {
    return "routes";
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {
    if (answer.path("routes").isEmpty()) {
      out.println("no member announces a network now");
      return;
    }
    Table table = new Table().row("NETWORK", "THROUGH", "ANNOUNCED BY", "");
    for (JsonNode route : answer.path("routes")) {
      if (route.path("own").asBoolean()) {
        table.row(route.path("prefix").asText(), "this machine", "this machine", "");
      } else {
        table.row(
            route.path("prefix").asText(),
            route.path("via").asText("-"),
            String.join(", ", names(route.path("announced_by"))),
            route.path("why").asText());
      }
    }
    table.print(out);
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(name -> names.add(name.asText()));
    return names;
  }
}
