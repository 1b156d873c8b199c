package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groupvpn service}. */
@Command(
    name = "service",
    description = "Announce this machine's services to the group, by DNS.",
    subcommands = {
      ServiceCommand.Add.class,
      ServiceCommand.Remove.class,
      ServiceCommand.ListAll.class
    })
final class ServiceCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "say what to do: service add NAME PORT, list or remove NAME");
    }
  }

  /** What the three have in common: they print what is announced then. */
  abstract static class Each extends AskingCommand {
    private final String action;

    Each(String action) {
      this.action = action;
    }

    @Override
    final String command() {
      return "service";
    }

    @Override
    void fill(ObjectNode arguments) {
      arguments.put("action", action);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
      Table table = new Table();
      for (JsonNode service : answer.path("services")) {
        List<String> texts = new ArrayList<>();
        service.path("texts").forEach(text -> texts.add(text.asText()));
        table.row(
            service.path("name").asText(),
            service.path("port").asText() + "/" + service.path("transport").asText(),
            String.join(" ", texts));
      }
      table.print(out);
    }
  }

  /** One service. */
  abstract static class OfOne extends Each {
    @Parameters(index = "0", paramLabel = "NAME", description = "Such as http, ssh or ipp.")
    private String name = "";

    @Option(names = "--udp", description = "It uses UDP, not TCP.")
    private boolean isUdp;

    OfOne(String action) {
      super(action);
    }

    @Override
    void fill(ObjectNode arguments) {
      super.fill(arguments);
      arguments.put("name", name).put("transport", isUdp ? "udp" : "tcp");
    }
  }

  /** {@code groupvpn service add}. */
  @Command(name = "add", description = "Announce a service, also after a restart.")
  static final class Add extends OfOne {
    @Parameters(index = "1", paramLabel = "PORT", description = "Where it listens.")
    private int port;

    @Option(
        names = "--txt",
        paramLabel = "KEY=VALUE",
        description = "What else to know, for its TXT record; may be repeated.")
    private List<String> texts = new ArrayList<>();

    Add() {
      super("add");
    }

    @Override
    void fill(ObjectNode arguments) {
      super.fill(arguments);
      arguments.put("port", port);
      ArrayNode list = arguments.putArray("texts");
      texts.forEach(list::add);
    }
  }

  /** {@code groupvpn service remove}. */
  @Command(name = "remove", description = "Announce a service no longer.")
  static final class Remove extends OfOne {
    Remove() {
      super("remove");
    }
  }

  /** {@code groupvpn service list}. */
  @Command(name = "list", description = "Print what this machine announces.")
  static final class ListAll extends Each {
    ListAll() {
      super("list");
    }
  }
}
