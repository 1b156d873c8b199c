package net.groupvpn.simulator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code groupvpn-sim}. Exit codes: 0 fine, 1 the goal was not reached, 2 usage. */
@Command(
    name = "groupvpn-sim",
    description = "Simulates overlays in virtual time, with the classes that real nodes run.",
    mixinStandardHelpOptions = true,
    version = "groupvpn-sim 0.1.0",
    subcommands = JoinCommand.class)
public final class SimulatorMain {
  private SimulatorMain() {}

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SimulatorMain());
  }
}
