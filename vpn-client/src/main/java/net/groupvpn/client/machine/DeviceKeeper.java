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
import net.groupvpn.client.os.NewsLoop;
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

  /** What the keeper needs to know besides the machine's devices, and who hears of changes. */
  public interface Environment {
    /** The networks reached through the device; null if unknown. */
    @Nullable Set<AddressPrefix> routes() throws IOException;

    /** Whether the device can have IPv6 addresses. */
    boolean mayHaveIpv6();

    /** The device is a port of this bridge now, or of none; on the keeper's thread. */
    void onBridge(@Nullable NetDevice bridge);

    /** IPv6 was switched off, or is on and configured again. On the keeper's thread. */
    void onIpv6(boolean isOn);
  }

  private final NewsLoop loop;
  private final NetDevices devices;
  private final OwnDevice device;
  private final Environment environment;
  private final TapDevice tap;
  private final BootClock clock;
  private final Supplier<List<String>> managers;
  private final Deque<Long> changes = new ArrayDeque<>();
  private boolean ipv6;
  private long bridgeMac;
  private boolean blamed;

  /** {@code managers} names the programs that may be to blame. */
  public DeviceKeeper(
      NetworkEvents events,
      NetDevices devices,
      OwnDevice device,
      Environment environment,
      TapDevice tap,
      BootClock clock,
      Supplier<List<String>> managers) {
    this.devices = devices;
    this.device = device;
    this.environment = environment;
    this.tap = tap;
    this.clock = clock;
    this.managers = managers;
    this.loop =
        new NewsLoop(
            "device",
            LOG,
            "changes of the device %s are no longer noticed".formatted(device.name()),
            events,
            new Look());
  }

  /** {@code hasIpv6} tells whether the device has its IPv6 address at first. */
  public void start(boolean hasIpv6) {
    ipv6 = hasIpv6;
    loop.start();
  }

  /** Ends within a second; does not wait for that. */
  @Override
  public void close() {
    loop.close();
  }

  /** Waits once, and checks the device if there is a reason. */
  void turn() throws IOException {
    loop.turn();
  }

  private final class Look implements NewsLoop.Look {
    @Override
    public boolean isDue() {
      return environment.mayHaveIpv6() != ipv6;
    }

    @Override
    public void look() throws IOException {
      check();
    }
  }

  private void check() throws IOException {
    boolean mayHaveIpv6 = environment.mayHaveIpv6();
    List<NetDevice> all;
    @Nullable Set<AddressPrefix> reached;
    try {
      if (tap.refreshMac()) {
        LOG.info("somebody gave the device {} another Ethernet address; it is used", name());
      }
      // First, because a device that is switched off in between loses them.
      reached = environment.routes();
      all = devices.list();
    } catch (IOException | UncheckedIOException e) {
      // A machine that is short of descriptors, say, can be read again soon.
      throw failed("the device %s cannot be looked at, trying again: %s", e);
    }
    for (NetDevice each : all) {
      if (each.name().equals(name())) {
        try {
          repair(each, bridge(each, all), reached, mayHaveIpv6);
        } catch (IOException e) {
          throw failed("somebody changed the device %s, and it cannot be restored: %s", e);
        }
      }
    }
  }

  private IOException failed(String text, Exception reason) {
    return new IOException(text.formatted(name(), reason.getMessage()), reason);
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
      boolean withIpv6)
      throws IOException {
    long mac = bridge == null ? 0 : bridge.mac();
    if (mac != bridgeMac) {
      bridgeMac = mac;
      environment.onBridge(bridge);
    }
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
    if (withIpv6 != ipv6) {
      ipv6 = withIpv6;
      environment.onIpv6(ipv6);
    }
    if (!wrong.isEmpty()) {
      onRepaired(String.join(", ", wrong));
    }
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
