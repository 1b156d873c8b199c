package net.groupvpn.overlay.virtual;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;

/**
 * Virtual time, the hosts in it, and the pending events, ordered by (time, host, sequence). The
 * same seed always gives the same run. One thread.
 */
public final class Kernel {
  /** Most hosts of one kernel. */
  public static final int MAX_HOSTS = 1 << 20;

  /** Nanoseconds per millisecond. */
  public static final long NANOS_PER_MILLI = 1_000_000L;

  private static final int PORT = 7400;
  private static final int ADDRESS_NET = 10;
  private static final long FIRST_BOOT_NANOS = 1_000_000_000L;
  private static final long FIRST_WALL_MILLIS = 1_800_000_000_000L;
  private static final Duration CONDITION_EVERY = Duration.ofMillis(100);
  private static final int SEQUENCE_BITS = 42;
  private static final int METER_EVERY = 4_096;

  /** Tasks of the experiment run before the events of hosts at the same time. */
  private static final int NO_HOST = -1;

  private final SplittableRandom random;
  private final Network network;
  private final LongConsumer meter;
  private final EventQueue queue = new EventQueue();
  private final EventPool pool = new EventPool();
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private Now now = new Now(FIRST_BOOT_NANOS, FIRST_WALL_MILLIS);
  private long nanos = FIRST_BOOT_NANOS;
  private long sequence;
  private long handled;

  /**
   * A kernel without hosts.
   *
   * @param network between its hosts
   * @param meter hears now and then how many more events were handled; an exception that it throws
   *     ends the run
   */
  public Kernel(long seed, Network network, LongConsumer meter) {
    this.random = new SplittableRandom(seed);
    this.meter = meter;
    this.network = network;
  }

  /** Adds a host; it does nothing until an engine is started on it. */
  public SimulatedHost addHost() {
    int number = hosts.size();
    if (number >= MAX_HOSTS) {
      throw new IllegalStateException("more than " + MAX_HOSTS + " hosts");
    }
    SimulatedHost host = new SimulatedHost(this, number, endpointOf(number), random.split());
    hosts.add(host);
    return host;
  }

  /**
   * The endpoint of the host with that number, whether or not it exists yet: 10.x.y.z, each in a
   * network of its own, like strangers'.
   */
  public static Endpoint endpointOf(int number) {
    byte[] address = {
      ADDRESS_NET, (byte) number, (byte) (number >> Byte.SIZE), (byte) (number >> (2 * Byte.SIZE))
    };
    try {
      return new Endpoint(InetAddress.getByAddress(address), PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** The number of the host whose endpoint has this address, without the first byte. */
  public static int numberAt(byte[] address) {
    return Byte.toUnsignedInt(address[1])
        | Byte.toUnsignedInt(address[2]) << Byte.SIZE
        | Byte.toUnsignedInt(address[3]) << (2 * Byte.SIZE);
  }

  /** All hosts, by number. */
  public List<SimulatedHost> hosts() {
    return Collections.unmodifiableList(hosts);
  }

  /** The random stream of the experiment itself, separate from those of the hosts. */
  public RandomGenerator random() {
    return random;
  }

  /** The virtual time. */
  public Now now() {
    return now;
  }

  /** The virtual boot time, nanoseconds. */
  public long nanos() {
    return nanos;
  }

  /** Virtual milliseconds since the start of the run. */
  public double elapsedMillis() {
    return (nanos - FIRST_BOOT_NANOS) / (double) NANOS_PER_MILLI;
  }

  /** Events handled so far: datagrams, alarms and tasks. */
  public long handledEvents() {
    return handled;
  }

  Network network() {
    return network;
  }

  /** Delivers a datagram from {@code from}; only {@link Network}s call this. */
  public void deliver(
      SimulatedHost from,
      Endpoint seenAs,
      SimulatedHost to,
      Endpoint sentTo,
      byte[] datagram,
      long delayNanos) {
    int slot = pool.take(datagram, seenAs, sentTo, from.hops() + 1);
    schedule(nanos + delayNanos, to.number(), slot);
  }

  /** Runs {@code task} after this delay, before any host's event at that time. */
  public void after(Duration delay, Runnable task) {
    schedule(nanos + delay.toNanos(), NO_HOST, pool.take(task, null, null, 0));
  }

  /** Runs {@code task} after this delay, among this host's events. */
  void at(SimulatedHost host, long delayNanos, Runnable task) {
    schedule(nanos + delayNanos, host.number(), pool.take(task, null, null, 0));
  }

  void scheduleAlarm(SimulatedHost host, long atNanos) {
    schedule(atNanos, host.number(), pool.take(null, null, null, 0));
  }

  private void schedule(long atNanos, int host, int slot) {
    if (atNanos == Long.MAX_VALUE) {
      pool.release(slot);
    } else {
      queue.add(atNanos, ((long) (host + 1) << SEQUENCE_BITS) | sequence++, slot);
    }
  }

  /** Runs for that long. */
  public void runFor(Duration duration) {
    runTo(nanos + duration.toNanos());
  }

  /**
   * Runs until the condition holds; false if it does not within {@code limit}. Checks it every 100
   * ms of virtual time.
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    return runUntil(condition, limit, CONDITION_EVERY);
  }

  /** As above, but checks the condition at that interval. */
  public boolean runUntil(BooleanSupplier condition, Duration limit, Duration every) {
    long end = nanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (nanos >= end) {
        return false;
      }
      runTo(Math.min(end, nanos + every.toNanos()));
    }
    return true;
  }

  private void runTo(long endNanos) {
    while (!queue.isEmpty() && queue.firstTime() <= endNanos) {
      long time = queue.firstTime();
      int host = (int) (queue.firstOrder() >>> SEQUENCE_BITS) - 1;
      int slot = queue.firstSlot();
      queue.removeFirst();
      moveTo(time);
      handle(host, slot);
      if (++handled % METER_EVERY == 0) {
        meter.accept(METER_EVERY);
      }
    }
    moveTo(endNanos);
  }

  private void moveTo(long time) {
    if (time > nanos) {
      nanos = time;
      now = new Now(time, FIRST_WALL_MILLIS + (time - FIRST_BOOT_NANOS) / NANOS_PER_MILLI);
    }
  }

  private void handle(int number, int slot) {
    Object payload = pool.payload(slot);
    if (payload instanceof byte[] datagram) {
      Endpoint from = pool.from(slot);
      Endpoint to = pool.to(slot);
      int hops = pool.hops(slot);
      pool.release(slot);
      SimulatedHost host = hosts.get(number);
      int port = network.portAt(host, from, to);
      if (port != Network.CLOSED) {
        host.onDatagram(port, from, datagram, hops);
      }
    } else {
      pool.release(slot);
      if (payload instanceof Runnable task) {
        task.run();
      } else {
        hosts.get(number).onAlarm(nanos);
      }
    }
  }
}
