package net.groupvpn.client.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.overlay.io.BootClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this machine's addresses or routes have changed, or when it has slept, which shows
 * when a short wait took long. A thread of its own.
 */
public final class NetworkWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
  private static final int WAIT_MILLIS = 1_000;

  /** Changes are bursty: a device, its addresses, their routes. */
  private static final int SETTLE_MILLIS = 50;

  private static final int MAX_SETTLES = 10;

  /** A wait that takes this much longer than it should was a sleep. */
  private static final long SLEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final NetworkEvents events;
  private final Looker looker;
  private final BootClock clock;
  private final Listener listener;
  private final Thread thread = new Thread(this::run, "network");
  private String failure = "";
  private volatile boolean stopping;

  /** Reads the machine's state. */
  public interface Looker {
    View look() throws IOException;
  }

  /**
   * The machine's state.
   *
   * @param own this machine's addresses
   * @param routes the machine's routes
   * @param devices all devices, including those of groups
   */
  public record View(OwnEndpoint own, List<String> routes, MachineDevices devices) {
    boolean isSamePlace(View other) {
      return own.equals(other.own) && routes.equals(other.routes);
    }
  }

  /** Hears of changes on the watch's thread. */
  public interface Listener {
    /** Devices have changed, perhaps those of other groups. */
    void onDevices(MachineDevices devices);

    /** This machine has these addresses from now on, or other routes, or has slept. */
    void onMoved(OwnEndpoint own);
  }

  public NetworkWatch(NetworkEvents events, Looker looker, BootClock clock, Listener listener) {
    this.events = events;
    this.looker = looker;
    this.clock = clock;
    this.listener = listener;
    thread.setDaemon(true);
  }

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
      @Nullable View last = lookOr(null);
      while (!stopping) {
        last = turn(last);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("changed addresses are no longer noticed: {}", e.getMessage());
    } finally {
      events.close();
    }
  }

  /**
   * Waits once, and reads the state if there is a reason; returns the present state.
   *
   * @param last the former state; null if it could not be read yet
   */
  @Nullable View turn(@Nullable View last) throws IOException {
    long before = clock.bootNanos();
    boolean news = events.await(WAIT_MILLIS);
    boolean slept = clock.bootNanos() - before > SLEPT_NANOS;
    if (!news && !slept && failure.isEmpty()) {
      return last;
    }
    for (int i = 0; i < MAX_SETTLES && events.await(SETTLE_MILLIS); i++) {
      LOG.debug("more about addresses and routes");
    }
    View current = lookOr(slept ? null : last);
    if (current != null && !stopping) {
      tell(last, current, slept);
    }
    return current;
  }

  private void tell(@Nullable View last, View current, boolean slept) {
    if (last == null || !current.devices().equals(last.devices())) {
      listener.onDevices(current.devices());
    }
    if (slept || last == null || !current.isSamePlace(last)) {
      LOG.info("{}; asking peers again", slept ? "the machine has slept" : "the network changed");
      listener.onMoved(current.own());
    }
  }

  /** A machine that is short of descriptors, say, cannot be read now, but soon again. */
  private @Nullable View lookOr(@Nullable View last) {
    try {
      View current = looker.look();
      failure = "";
      return current;
    } catch (IOException | UncheckedIOException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(failure)) {
        LOG.warn("this machine's addresses cannot be seen, trying again: {}", message);
      }
      failure = message;
      return last;
    }
  }
}
