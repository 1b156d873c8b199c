package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import net.groupvpn.client.device.NetworkEvents;
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
  private static final int WAIT_MILLIS = 1_000;

  /** Changes come in bursts: a firewall is loaded anew, say. */
  private static final int SETTLE_MILLIS = 50;

  private static final int MAX_SETTLES = 4;

  /** Of kernel settings nobody is told, so all is looked at now and then. */
  static final int LOOK_EVERY = 60;

  private final String subject;
  private final NetworkEvents events;
  private final Repairs repairs;
  private final BootClock clock;
  private final Interference interference;
  private final Thread thread = new Thread(this::run, "repairs");
  private String failure = "";
  private int quiet;
  private volatile boolean stopping;

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
    this.events = events;
    this.repairs = repairs;
    this.clock = clock;
    this.interference = new Interference(subject, suspects);
    thread.setDaemon(true);
  }

  /** Begins to watch. */
  public void start() {
    thread.start();
  }

  /** Ends within a second; does not wait for that. */
  @Override
  public void close() {
    stopping = true;
  }

  private void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("what others change of {} is not noticed any more: {}", subject, e.getMessage());
    } finally {
      events.close();
    }
  }

  /** Waits once, and looks if there is a reason. */
  void turn() throws IOException {
    boolean news = events.await(WAIT_MILLIS);
    for (int i = 0; news && i < MAX_SETTLES && events.await(SETTLE_MILLIS); i++) {
      LOG.trace("more about rules");
    }
    quiet = news ? 0 : quiet + 1;
    if (!stopping && (news || !failure.isEmpty() || quiet % LOOK_EVERY == 0)) {
      look();
    }
  }

  private void look() {
    try {
      List<String> wrong = repairs.repair();
      failure = "";
      if (!wrong.isEmpty()) {
        String text = interference.onRestored(wrong, clock.bootNanos());
        if (!text.isEmpty()) {
          LOG.warn("{}", text);
        }
      }
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(failure)) {
        LOG.warn("what others took from {} cannot be put back, trying again: {}", subject, message);
      }
      failure = message;
    }
  }
}
