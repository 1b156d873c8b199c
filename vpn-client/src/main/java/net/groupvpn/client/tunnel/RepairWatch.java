package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.os.NewsLoop;
import net.groupvpn.overlay.io.BootClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that others have taken away a rule, a route or a table that the client needs, and has it
 * put back: of a full tunnel, or of a gateway. Until it is back the kill switch holds, unless that
 * was taken away. A thread of its own.
 */
public final class RepairWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RepairWatch.class);

  /** Of kernel settings nobody is told, so all is looked at once in so many seconds. */
  static final int LOOK_EVERY = 60;

  private final String subject;
  private final Repairs repairs;
  private final BootClock clock;
  private final Interference interference;
  private final NewsLoop loop;
  private int quiet = LOOK_EVERY - 1;

  /** Puts back what is missing. */
  public interface Repairs {
    /**
     * Looks at all that the client needs; blocks.
     *
     * @return what was wrong, one text each
     * @throws IOException if something cannot be put back
     */
    List<String> repair() throws IOException;
  }

  /**
   * Does nothing yet.
   *
   * @param subject what it is a part of, such as {@code the full tunnel}
   * @param events of rules, routes and nftables; closed with this
   * @param suspects names programs that run here and change such things
   */
  public RepairWatch(
      String subject,
      NetworkEvents events,
      Repairs repairs,
      BootClock clock,
      Supplier<List<String>> suspects) {
    this.subject = subject;
    this.repairs = repairs;
    this.clock = clock;
    this.interference = new Interference(subject, suspects);
    this.loop =
        new NewsLoop(
            "repairs",
            LOG,
            "what others change of " + subject + " is not noticed any more",
            events,
            new Repair());
  }

  /** Begins to watch, with a look: what was needed before may be missing already. */
  public void start() {
    loop.start();
  }

  /** Ends within a second; does not wait for that. */
  @Override
  public void close() {
    loop.close();
  }

  /** Waits once, and looks if there is a reason. */
  void turn() throws IOException {
    loop.turn();
  }

  private final class Repair implements NewsLoop.Look {
    @Override
    public boolean isDue() {
      quiet++;
      return quiet >= LOOK_EVERY;
    }

    @Override
    public void look() throws IOException {
      quiet = 0;
      try {
        List<String> wrong = repairs.repair();
        if (!wrong.isEmpty()) {
          String text = interference.onRestored(wrong, clock.bootNanos());
          if (!text.isEmpty()) {
            LOG.warn("{}", text);
          }
        }
      } catch (IOException e) {
        throw new IOException(
            "what is missing of %s cannot be put back, trying again: %s"
                .formatted(subject, e.getMessage()),
            e);
      }
    }
  }
}
