package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.machine.JournaledSetup.Recovery;
import picocli.CommandLine.Command;

/** {@code groupvpn down}. */
@Command(
    name = "down",
    description = {
      "Stop the client; waits until it has cleaned up.",
      "If it was killed, take back what it has left on this machine."
    })
final class DownCommand extends AskingCommand {
  private static final int MAX_WAITS = 100;
  private static final long WAIT_MILLIS = 100;

  private final Leftovers leftovers;

  DownCommand(Directories directories) {
    leftovers = new Leftovers(directories);
  }

  @Override
  String command() {
    return "down";
  }

  @Override
  public Integer call() throws CommandException {
    try {
      return stop();
    } catch (CommandException e) {
      boolean noneRuns = e.exitCode() == ExitCode.NOT_RUNNING || e.exitCode() == ExitCode.REFUSED;
      Map<String, Recovery> taken =
          noneRuns ? leftovers.takeBack(target().network(), Leftovers.KillSwitch.OPEN) : Map.of();
      if (taken.isEmpty()) {
        throw e;
      }
      return CleanupCommand.tell(taken, out(), err());
    }
  }

  private int stop() throws CommandException {
    Path socket = target().socket();
    int code = super.call();
    for (int i = 0; i < MAX_WAITS && Files.exists(socket); i++) {
      pause();
    }
    if (Files.exists(socket)) {
      throw new CommandException(ExitCode.FAILED, "the client is still stopping; see its log");
    }
    return code;
  }

  @Override
  void print(JsonNode answer, PrintWriter out) {}

  private static void pause() throws CommandException {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted");
    }
  }
}
