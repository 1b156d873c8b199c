package net.groupvpn.client.tunnel;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.overlay.io.BootClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that others have taken away a rule, a route or a table of a full tunnel, and puts it
 * back. Until it is back the kill switch holds, unless that was taken away. A thread of its own.
 */
public final class TunnelWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelWatch.class);
  private static final int WAIT_MILLIS = 1_000;

  /** Changes come in bursts: a firewall is loaded anew, say. */
  private static final int SETTLE_MILLIS = 50;

  private static final int MAX_SETTLES = 4;

  /** Of kernel settings nobody is told, so all is looked at now and then. */
  static final int LOOK_EVERY = 60;

  private final NetworkEvents events;
  private final FullTunnel tunnel;
  private final BootClock clock;
  private final Interference interference;
  private final Thread thread = new Thread(this::run, "tunnel");
  private String failure = "";
  private int quiet;
  private volatile boolean stopping;

  /**
   * Does nothing yet.
   *
   * @param events of rules, routes and nftables; closed with this
   * @param suspects names programs that run here and change such things
   */
  public TunnelWatch(
      NetworkEvents events, FullTunnel tunnel, BootClock clock, Supplier<List<String>> suspects) {
    this.events = events;
    this.tunnel = tunnel;
    this.clock = clock;
    this.interference = new Interference(suspects);
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
      LOG.warn("what others change of the full tunnel is not noticed any more: {}", e.getMessage());
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
      List<String> wrong = tunnel.repair();
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
        LOG.warn(
            "what others took from the full tunnel cannot be put back, trying again: {}", message);
      }
      failure = message;
    }
  }
}
