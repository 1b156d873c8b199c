package net.groupvpn.client.daemon;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.overlay.io.BootClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this machine has other addresses or routes than before, or that it has slept, which
 * is seen when a short wait has taken long. A thread of its own.
 */
final class NetworkWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
  private static final int WAIT_MILLIS = 1_000;

  /** Changes come in bursts: a device, its addresses, their routes. */
  private static final int SETTLE_MILLIS = 50;

  private static final int MAX_SETTLES = 10;

  /** So much longer than it should take, and a wait was a sleep. */
  private static final long SLEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final NetworkEvents events;
  private final Looker looker;
  private final BootClock clock;
  private final Consumer<OwnEndpoint> onChange;
  private final Thread thread = new Thread(this::run, "network");
  private volatile boolean stopping;

  /** Looks at the machine. */
  interface Looker {
    View look() throws IOException;
  }

  /**
   * How things are.
   *
   * @param own this machine's addresses
   * @param routes what leads from there
   */
  record View(OwnEndpoint own, List<String> routes) {}

  /** {@code onChange} is told, on the watch's thread, which addresses there are now. */
  NetworkWatch(
      NetworkEvents events, Looker looker, BootClock clock, Consumer<OwnEndpoint> onChange) {
    this.events = events;
    this.looker = looker;
    this.clock = clock;
    this.onChange = onChange;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends within a second; does not wait for that. */
  @Override
  public void close() {
    stopping = true;
  }

  private void run() {
    try {
      View last = looker.look();
      while (!stopping) {
        last = turn(last);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("changed addresses are not noticed any more: {}", e.getMessage());
    } finally {
      events.close();
    }
  }

  /** Waits once, and looks if there is a reason; answers how things are then. */
  View turn(View last) throws IOException {
    long before = clock.bootNanos();
    boolean news = events.await(WAIT_MILLIS);
    boolean slept = clock.bootNanos() - before > SLEPT_NANOS;
    if (!news && !slept) {
      return last;
    }
    for (int i = 0; i < MAX_SETTLES && events.await(SETTLE_MILLIS); i++) {
      LOG.debug("more about addresses and routes");
    }
    View current = looker.look();
    if ((slept || !current.equals(last)) && !stopping) {
      LOG.info("{}; asking peers again", slept ? "the machine has slept" : "the network changed");
      onChange.accept(current.own());
    }
    return current;
  }
}
