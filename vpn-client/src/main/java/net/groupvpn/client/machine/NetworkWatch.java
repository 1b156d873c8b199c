package net.groupvpn.client.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.os.NewsLoop;
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

  /** A wait that takes this much longer than it should was a sleep. */
  private static final long SLEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final NewsLoop loop;
  private final Looker looker;
  private final BootClock clock;
  private final Listener listener;

  /** Null if it could not be read yet. */
  private @Nullable View last;

  /** When this thread began to wait, in boot time. */
  private long waitingNanos;

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
    this.looker = looker;
    this.clock = clock;
    this.listener = listener;
    this.loop =
        new NewsLoop("network", LOG, "changed addresses are no longer noticed", events, new Look());
  }

  public void start() {
    loop.start();
  }

  /** Ends within a second; does not wait for that. */
  @Override
  public void close() {
    loop.close();
  }

  /** Reads the state for the first time, without telling anybody. */
  void begin() {
    loop.begin();
  }

  /** Waits once, and reads the state if there is a reason. */
  void turn() throws IOException {
    loop.turn();
  }

  private final class Look implements NewsLoop.Look {
    private boolean hasSlept;

    @Override
    public void begin() throws IOException {
      waitingNanos = clock.bootNanos();
      last = view();
    }

    @Override
    public boolean isDue() {
      long now = clock.bootNanos();
      hasSlept |= now - waitingNanos > SLEPT_NANOS;
      waitingNanos = now;
      return hasSlept;
    }

    @Override
    public void look() throws IOException {
      View current = view();
      tell(last, current, hasSlept);
      hasSlept = false;
      last = current;
      waitingNanos = clock.bootNanos();
    }
  }

  /** A machine that is short of descriptors, say, cannot be read now, but soon again. */
  private View view() throws IOException {
    try {
      return looker.look();
    } catch (IOException | UncheckedIOException e) {
      throw new IOException(
          "this machine's addresses cannot be seen, trying again: " + e.getMessage(), e);
    }
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
}
