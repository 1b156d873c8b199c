package net.groupvpn.client.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.overlay.io.BootClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changes that others make to the client's own device, adopts a new Ethernet address, and
 * restores everything else. Each change is logged once. If changes repeat, the keeper looks for the
 * program to blame, then stays silent until the device has been left alone for a while. A thread of
 * its own.
 */
public final class DeviceKeeper implements AutoCloseable {
  /** This many changes within {@link #WINDOW_NANOS} count as intentional. */
  static final int MANY = 5;

  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(DeviceKeeper.class);

  private static final String BRIDGE = "bridge";

  /** The pause at first before a failed repair is tried again. */
  private static final int WAIT_MILLIS = 1_000;

  /** After this many tries the pauses double, up to this many times: each try costs a process. */
  static final int QUICK_TRIES = 10;

  private static final int MAX_DOUBLINGS = 6;

  /** Changes are bursty, and a machine may have many that concern other devices. */
  private static final int SETTLE_MILLIS = 50;

  private static final int MAX_SETTLES = 5;

  /** What the keeper needs to know besides the machine's devices, and who hears of changes. */
  public interface Environment {
    /** The networks reached through the device; null if unknown. */
    @Nullable Set<AddressPrefix> routes() throws IOException;

    /** Whether the device can have IPv6 addresses. */
    boolean mayHaveIpv6();

    /** IPv6 was switched off, or is on and configured again. On the keeper's thread. */
    void onIpv6(boolean isOn);
  }

  private final NetworkEvents events;
  private final NetDevices devices;
  private final OwnDevice device;
  private final Environment environment;
  private final TapDevice tap;
  private final BootClock clock;
  private final Supplier<List<String>> managers;
  private final Thread thread = new Thread(this::run, "device");
  private final Deque<Long> changes = new ArrayDeque<>();
  private String failure = "";
  private int failures;
  private int turnsToWait;
  private boolean ipv6;
  private boolean blamed;
  private volatile boolean stopping;

  /** {@code managers} names the programs that may be to blame. */
  public DeviceKeeper(
      NetworkEvents events,
      NetDevices devices,
      OwnDevice device,
      Environment environment,
      TapDevice tap,
      BootClock clock,
      Supplier<List<String>> managers) {
    this.events = events;
    this.devices = devices;
    this.device = device;
    this.environment = environment;
    this.tap = tap;
    this.clock = clock;
    this.managers = managers;
    thread.setDaemon(true);
  }

  /** {@code hasIpv6} tells whether the device has its IPv6 address at first. */
  public void start(boolean hasIpv6) {
    ipv6 = hasIpv6;
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
      LOG.warn("changes of the device {} are no longer noticed: {}", name(), e.getMessage());
    } finally {
      events.close();
    }
  }

  /** Waits once, and checks the device if there is a reason. */
  void turn() throws IOException {
    boolean news = events.await(WAIT_MILLIS);
    for (int i = 0; news && i < MAX_SETTLES && events.await(SETTLE_MILLIS); i++) {
      LOG.trace("more about devices");
    }
    boolean mayHaveIpv6 = environment.mayHaveIpv6();
    boolean isUnfinished = !failure.isEmpty() || mayHaveIpv6 != ipv6;
    turnsToWait--;
    if (!stopping && (news || (isUnfinished && turnsToWait <= 0))) {
      look(mayHaveIpv6);
    }
  }

  private void look(boolean mayHaveIpv6) {
    try {
      if (tap.refreshMac()) {
        LOG.info("somebody gave the device {} another Ethernet address; it is used", name());
      }
      // First, because a device that is switched off in between loses them.
      Set<AddressPrefix> reached = environment.routes();
      List<NetDevice> all = devices.list();
      for (NetDevice each : all) {
        if (each.name().equals(name())) {
          repair(each, bridge(each, all), reached, mayHaveIpv6);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // A machine that is short of descriptors, say, can be read again soon.
      onFailure("the device {} cannot be looked at, trying again: {}", e.getMessage());
    }
  }

  private static @Nullable NetDevice bridge(NetDevice port, List<NetDevice> all) {
    for (NetDevice each : all) {
      if (each.index() == port.master() && each.kind().equals(BRIDGE)) {
        return each;
      }
    }
    return null;
  }

  private void repair(
      NetDevice seen,
      @Nullable NetDevice bridge,
      @Nullable Set<AddressPrefix> reached,
      boolean withIpv6) {
    try {
      if (device.settle(bridge)) {
        LOG.info(
            "the addresses of the device {} are on {} now",
            name(),
            bridge == null ? "itself" : "its bridge " + bridge.name());
        return; // Which causes news, too.
      }
      List<String> wrong =
          bridge == null
              ? device.repair(seen, seen, reached, withIpv6)
              : device.repair(seen, bridge, null, withIpv6);
      failure = "";
      failures = 0;
      if (withIpv6 != ipv6) {
        ipv6 = withIpv6;
        environment.onIpv6(ipv6);
      }
      if (!wrong.isEmpty()) {
        onRepaired(String.join(", ", wrong));
      }
    } catch (IOException e) {
      onFailure("somebody changed the device {}, and it cannot be restored: {}", e.getMessage());
    }
  }

  /** Logs the same failure once, and makes the next turns try again. */
  private void onFailure(String text, @Nullable String reason) {
    String message = String.valueOf(reason);
    if (!stopping && !message.equals(failure)) {
      LOG.warn(text, name(), message);
    }
    failure = message;
    failures++;
    turnsToWait = 1 << Math.min(Math.max(failures - QUICK_TRIES, 0), MAX_DOUBLINGS);
  }

  private void onRepaired(String what) {
    long now = clock.bootNanos();
    while (!changes.isEmpty() && now - changes.peekFirst() > WINDOW_NANOS) {
      changes.removeFirst();
    }
    blamed &= !changes.isEmpty();
    changes.addLast(now);
    if (changes.size() > MANY) {
      changes.removeFirst();
    }
    if (changes.size() < MANY) {
      LOG.warn("somebody changed the device {}: {}; it is as before again", name(), what);
    } else if (!blamed) {
      blamed = true;
      LOG.warn("{}", blame(what));
    }
  }

  private String blame(String what) {
    List<String> suspects = managers.get();
    String who =
        suspects.isEmpty()
            ? "none of the usual network managers runs here; look for scripts that do it"
            : "running here and able to do it: "
                + String.join(", ", suspects)
                + "; tell them to leave "
                + name()
                + " alone";
    return "the device %s was changed %d times within a minute, last: %s; %s"
        .formatted(name(), MANY, what, who);
  }

  private String name() {
    return device.name();
  }
}
