package net.groupvpn.client.part;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.IntConsumer;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.Refusals;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.os.MachineSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every part of a client gets.
 *
 * @param machine access to this machine
 * @param setup makes changes to it
 * @param notices current problems that the user should know
 * @param stop ends the client with an exit code; from any thread
 */
public record ClientContext(
    ClientConfig config,
    Directories directories,
    Machine machine,
    MachineSetup setup,
    Surroundings surroundings,
    Notices notices,
    IntConsumer stop) {
  private static final Logger LOG = LoggerFactory.getLogger(ClientContext.class);
  private static final int FAILED = 1;
  private static final int REFUSED = 5;

  /** With notices and surroundings of its own. */
  public static ClientContext of(
      ClientConfig config, Directories directories, Machine machine, IntConsumer stop) {
    return new ClientContext(
        config,
        directories,
        machine,
        machine.setup(config.stateDir()),
        new Surroundings(machine, config),
        new Notices(machine.clock()),
        stop);
  }

  /** The machine's own clock. */
  Clock clock() {
    return machine.clock();
  }

  /** Something that the client cannot do without has failed. */
  void onFatal(Throwable cause) {
    LOG.error("the client cannot go on: {}", cause.toString());
    stop.accept(FAILED);
  }

  /** This machine is no longer a member; stored, so that later requests get the same answer. */
  void onRefused(String why) {
    try {
      String when = clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
      new Refusals(directories.run()).remember(config.name(), "revoked, " + when + ": " + why);
    } catch (IOException e) {
      LOG.warn("why this client ends is not remembered: {}", e.getMessage());
    }
    stop.accept(REFUSED);
  }
}
