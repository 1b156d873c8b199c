package net.groupvpn.client.part;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.IntConsumer;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.Refusals;
import net.groupvpn.client.machine.Machine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every part of a client is given.
 *
 * @param clock the machine's own
 * @param notices what its user should know
 * @param stop ends the client with an exit code; from any thread
 */
public record ClientContext(
    ClientConfig config,
    Directories directories,
    Machine machine,
    Surroundings surroundings,
    Clock clock,
    Notices notices,
    IntConsumer stop) {
  private static final Logger LOG = LoggerFactory.getLogger(ClientContext.class);
  private static final int FAILED = 1;
  private static final int REFUSED = 5;

  /** With notices and surroundings of its own. */
  public static ClientContext of(
      ClientConfig config,
      Directories directories,
      Machine machine,
      Clock clock,
      IntConsumer stop) {
    return new ClientContext(
        config,
        directories,
        machine,
        new Surroundings(machine, config),
        clock,
        new Notices(clock),
        stop);
  }

  /** Something has broken that the client cannot do without. */
  void onFatal(Throwable cause) {
    LOG.error("the client cannot go on: {}", cause.toString());
    stop.accept(FAILED);
  }

  /** This machine is no member any more: whoever asks later is told so, too. */
  void onRefused(String why) {
    try {
      String when = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      new Refusals(directories.run()).remember(config.name(), "revoked, " + when + ": " + why);
    } catch (IOException e) {
      LOG.warn("why this client ends is not remembered: {}", e.getMessage());
    }
    stop.accept(REFUSED);
  }
}
