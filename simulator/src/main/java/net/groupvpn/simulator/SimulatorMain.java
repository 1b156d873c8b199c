package net.groupvpn.simulator;

import java.util.List;
import net.groupvpn.simulator.addresses.AddressesExperiment;
import net.groupvpn.simulator.bench.BenchCommand;
import net.groupvpn.simulator.broadcast.BroadcastExperiment;
import net.groupvpn.simulator.crawl.CrawlExperiment;
import net.groupvpn.simulator.data.DatasetCommand;
import net.groupvpn.simulator.dht.DhtExperiment;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentCommands;
import net.groupvpn.simulator.gateways.GatewaysExperiment;
import net.groupvpn.simulator.joins.JoinsExperiment;
import net.groupvpn.simulator.keepalive.KeepaliveExperiment;
import net.groupvpn.simulator.nat.NatExperiment;
import net.groupvpn.simulator.outage.OutageExperiment;
import net.groupvpn.simulator.relays.RelaysExperiment;
import net.groupvpn.simulator.selection.RelaySelectionExperiment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code groupvpn-sim}. Exit codes: 0 success, 1 the goal was not reached, 2 invalid
 * usage.
 */
@Command(
    name = "groupvpn-sim",
    description = "Simulates overlays in virtual time, with the classes that real nodes run.",
    mixinStandardHelpOptions = true,
    version = "groupvpn-sim 0.1.0",
    subcommands = {JoinCommand.class, BenchCommand.class, DatasetCommand.class})
public final class SimulatorMain {
  private static final List<Experiment> EXPERIMENTS =
      List.of(
          new RelaysExperiment(),
          new RelaySelectionExperiment(),
          new JoinsExperiment(),
          new DhtExperiment(),
          new KeepaliveExperiment(),
          new NatExperiment(),
          new OutageExperiment(),
          new BroadcastExperiment(),
          new CrawlExperiment(),
          new AddressesExperiment(),
          new GatewaysExperiment());

  private SimulatorMain() {}

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line without arguments. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new SimulatorMain());
    ExperimentCommands.addTo(commandLine, EXPERIMENTS);
    return commandLine;
  }
}
