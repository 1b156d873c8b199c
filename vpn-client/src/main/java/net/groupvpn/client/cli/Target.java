package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.control.Refusals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select a running client, and the connection to it. */
final class Target {
  private static final String SUFFIX = ".sock";

  private final Directories directories;

  @Option(
      names = {"-n", "--network"},
      paramLabel = "NAME",
      description = "Which network, when this machine is in several.")
  private @Nullable String network;

  @Option(names = "--json", description = "Print stable JSON instead of text for people.")
  private boolean json;

  Target(Directories directories) {
    this.directories = directories;
  }

  boolean isJson() {
    return json;
  }

  /** The network that was named, or null. */
  @Nullable String network() {
    return network;
  }

  /** The control socket that is meant. */
  Path socket() throws CommandException {
    if (network != null) {
      return directories.socket(Directories.networkName(Path.of(network)));
    }
    List<Path> sockets = runningSockets();
    if (sockets.size() > 1) {
      String names =
          sockets.stream().map(Target::networkOf).sorted().collect(Collectors.joining(", "));
      throw new CommandException(
          ExitCode.USAGE, "several networks are up (" + names + "); say which with --network NAME");
    }
    if (sockets.isEmpty()) {
      throw notRunning();
    }
    return sockets.get(0);
  }

  /** Asks the client once. */
  JsonNode ask(String command, ObjectNode arguments) throws CommandException {
    try (ControlClient client = connect()) {
      return ask(client, command, arguments);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the client went away: " + e.getMessage());
    }
  }

  /** Asks over a connection that stays open. */
  static JsonNode ask(ControlClient client, String command, ObjectNode arguments)
      throws CommandException {
    try {
      return client.ask(command, arguments);
    } catch (ControlException e) {
      throw new CommandException(ExitCode.FAILED, e.code(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the client went away: " + e.getMessage());
    }
  }

  /** Connects to the client. */
  ControlClient connect() throws CommandException {
    Path socket = socket();
    try {
      return ControlClient.connect(socket);
    } catch (IOException e) {
      if (Files.exists(socket) && !Files.isWritable(socket)) {
        throw new CommandException(
            ExitCode.NO_PERMISSION, "this user may not use " + socket + "; try with sudo");
      }
      throw notRunning();
    }
  }

  private List<Path> runningSockets() throws CommandException {
    Path run = directories.run();
    if (!Files.isDirectory(run)) {
      throw notRunning();
    }
    try (Stream<Path> files = Files.list(run)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NO_PERMISSION, "this user cannot read " + run + "; try with sudo");
    }
  }

  private static String networkOf(Path socket) {
    String name = String.valueOf(socket.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private CommandException notRunning() {
    Refusals refusals = new Refusals(directories.run());
    String refusal =
        network == null ? refusals.any() : refusals.of(Directories.networkName(Path.of(network)));
    if (refusal != null) {
      return new CommandException(ExitCode.REFUSED, "no client is running: " + refusal);
    }
    String which = network == null ? "no client is running" : "no client is running for " + network;
    String others =
        directories.run().equals(Directories.SYSTEM_RUN)
            ? ""
            : " in " + directories.run() + "; if root has started one, ask it with sudo";
    return new CommandException(
        ExitCode.NOT_RUNNING, which + others + "; start one with: groupvpn up GROUPFILE");
  }
}
