package net.groupvpn.overlay.loopback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OutputSink;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * Hosts, and a network between them that delays, loses, duplicates and reorders, all in one thread
 * and under virtual time. Events are ordered by (time, host, sequence), so that a seed always gives
 * the same run. Costly work runs at once and takes no time.
 */
public final class LoopbackNetwork {
  private static final int PORT = 7400;
  private static final long FIRST_WALL_MILLIS = 1_800_000_000_000L;
  private static final long FIRST_BOOT_NANOS = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long CONDITION_EVERY_NANOS = 10 * NANOS_PER_MILLI;
  private static final int MAX_HOSTS = 1 << 16;
  private static final int UDP_AND_IPV4_BYTES = 28;
  private static final int NO_MTU = Integer.MAX_VALUE;

  private final SplittableRandom random;
  private final long delaySeed;
  private final List<LoopbackHost> hosts = new ArrayList<>();
  private final Map<Endpoint, LoopbackHost> byEndpoint = new HashMap<>();
  private final LoopbackStreams streams = new LoopbackStreams();
  private final Map<Long, Integer> mtuByPair = new HashMap<>();
  private final Map<Long, Long> delayByPair = new HashMap<>();
  private final Set<Long> blockedPairs = new HashSet<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private LoopbackConditions conditions;
  private Wire wire = (from, to, datagram) -> datagram;
  private int mtuBytes = NO_MTU;
  private long nanos = FIRST_BOOT_NANOS;
  private long sequence;
  private long handled;

  private record Event(long nanos, int host, long sequence, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(nanos, other.nanos);
      if (byTime != 0) {
        return byTime;
      }
      int byHost = Integer.compare(host, other.host);
      return byHost != 0 ? byHost : Long.compare(sequence, other.sequence);
    }
  }

  /** Looks at, and may change or drop, every datagram that is sent. */
  public interface Wire {
    /** The datagram that travels, or null for none. */
    byte @Nullable [] carry(Endpoint from, Endpoint to, byte[] datagram);
  }

  /** Makes the engine of a host. */
  public interface CoreFactory {
    EngineCore create(LoopbackHost host, Now now);
  }

  /** A network without hosts. */
  public LoopbackNetwork(long seed, LoopbackConditions conditions) {
    this.random = new SplittableRandom(seed);
    this.delaySeed = random.nextLong();
    this.conditions = conditions;
  }

  /** Adds a host whose engine may act at once. */
  public LoopbackHost add(CoreFactory factory) {
    LoopbackHost host = newHost();
    host.place(factory.create(host, now()));
    drain(host);
    return host;
  }

  private LoopbackHost newHost() {
    int number = hosts.size();
    if (number >= MAX_HOSTS) {
      throw new IllegalStateException("more than " + MAX_HOSTS + " hosts");
    }
    RandomGenerator own = random.split();
    LoopbackHost host = new LoopbackHost(number, endpointOf(number), own);
    hosts.add(host);
    byEndpoint.put(host.endpoint(), host);
    streams.add(host);
    return host;
  }

  /** The endpoint of the host with that number, whether it exists yet or not. */
  public static Endpoint endpointOf(int number) {
    byte[] address = {10, 9, (byte) (number >> 8), (byte) number};
    try {
      return new Endpoint(InetAddress.getByAddress(address), PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** All hosts, in the order in which they were added. */
  public List<LoopbackHost> hosts() {
    return List.copyOf(hosts);
  }

  /** The virtual time. */
  public Now now() {
    return new Now(nanos, FIRST_WALL_MILLIS + nanos / NANOS_PER_MILLI);
  }

  /** Events handled so far. */
  public long handledEvents() {
    return handled;
  }

  /** Changes how datagrams fare from now on. */
  public void setConditions(LoopbackConditions changed) {
    conditions = changed;
  }

  /** Sets who looks at every datagram. */
  public void setWire(Wire observer) {
    wire = observer;
  }

  /** Drops what is longer than an IP packet of that many bytes, on every link without its own. */
  public void setMtu(int bytes) {
    mtuBytes = bytes;
  }

  /** Drops what is longer than an IP packet of that many bytes between these two hosts. */
  public void setMtu(LoopbackHost one, LoopbackHost other, int bytes) {
    mtuByPair.put(pair(one, other), bytes);
  }

  /** Gives this pair of hosts a one-way delay of its own, whatever the conditions say. */
  public void setDelay(LoopbackHost one, LoopbackHost other, Duration oneWay) {
    delayByPair.put(pair(one, other), oneWay.toNanos());
  }

  /** Drops everything between these two hosts, or no longer does. */
  public void setBlocked(LoopbackHost one, LoopbackHost other, boolean blocked) {
    if (blocked) {
      blockedPairs.add(pair(one, other));
    } else {
      blockedPairs.remove(pair(one, other));
    }
  }

  private static long pair(LoopbackHost one, LoopbackHost other) {
    long low = Math.min(one.number(), other.number());
    long high = Math.max(one.number(), other.number());
    return low * MAX_HOSTS + high;
  }

  /** Puts a host into a part of its own number; hosts of different parts cannot talk. */
  public void moveToPart(LoopbackHost host, int part) {
    host.moveTo(part);
  }

  /** Joins all parts again. */
  public void heal() {
    hosts.forEach(host -> host.moveTo(0));
  }

  /**
   * Gives a host the endpoint that a host with that number would have, as if it had gone to another
   * network; its former one leads nowhere. Its engine is to be told.
   */
  public void readdress(LoopbackHost host, int number) {
    byEndpoint.remove(host.endpoint());
    host.setEndpoint(endpointOf(number));
    byEndpoint.put(host.endpoint(), host);
  }

  /** Stops a host without a word. */
  public void kill(LoopbackHost host) {
    host.kill();
  }

  /** Closes the TCP connection from one host to another; both are told, and may make a new one. */
  public void reconnect(LoopbackHost client, LoopbackHost server) {
    Endpoint source = streams.close(client, server);
    client.core().onStreamClosed(now(), LoopbackStreams.endpointOf(server.number()));
    server.core().onStreamClosed(now(), source);
    drain(client);
    drain(server);
  }

  /** Starts a host anew, with another engine; what the old one knew is lost. */
  public void restart(LoopbackHost host, CoreFactory factory) {
    host.revive();
    host.place(factory.create(host, now()));
    drain(host);
  }

  /** Runs a command on a host's engine, and what comes of it. */
  public void command(LoopbackHost host, Runnable command) {
    host.core().enter(now());
    command.run();
    drain(host);
  }

  /** Hands a datagram to a host as if it came from {@code from}. */
  public void inject(Endpoint from, LoopbackHost to, byte[] datagram) {
    to.core().onDatagram(now(), from, datagram.clone());
    drain(to);
  }

  /**
   * Runs until the condition holds; false if it does not within {@code limit}. It is looked at
   * every 10 ms of virtual time.
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    long end = nanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (nanos >= end) {
        return false;
      }
      runTo(Math.min(end, nanos + CONDITION_EVERY_NANOS));
    }
    return true;
  }

  /** Runs for that long. */
  public void runFor(Duration duration) {
    runTo(nanos + duration.toNanos());
  }

  private void runTo(long end) {
    while (step(end)) {
      handled++;
    }
    nanos = end;
  }

  /** Handles the next event, unless there is none before {@code endNanos}. */
  private boolean step(long endNanos) {
    Event next = events.peek();
    if (next == null || next.nanos > endNanos) {
      return false;
    }
    events.remove();
    nanos = Math.max(nanos, next.nanos);
    next.action.run();
    return true;
  }

  private void drain(LoopbackHost host) {
    EngineCore core = host.core();
    Effects effects = new Effects(host);
    for (Output output = core.pollOutput(); output != null; output = core.pollOutput()) {
      output.handTo(effects);
    }
    scheduleWake(host);
  }

  /** What the network does for a host; all else is the host's observer's. */
  private final class Effects implements OutputSink {
    private final LoopbackHost host;

    Effects(LoopbackHost host) {
      this.host = host;
    }

    @Override
    public void onTransmit(Output.Transmit transmit) {
      transmit(host, transmit.to(), transmit.datagram());
    }

    @Override
    public void onScatter(Output.Scatter scatter) {
      host.observer().accept(scatter);
    }

    @Override
    public void onTransmitStream(Output.TransmitStream stream) {
      transmitStream(host, stream.to(), stream.frame());
    }

    @Override
    public void onTransmitElsewhere(Output.TransmitElsewhere elsewhere) {
      host.observer().accept(elsewhere);
    }

    @Override
    public void onTransmitPublic(Output.TransmitPublic carried) {
      host.observer().accept(carried);
    }

    @Override
    public void onDoWork(Output.DoWork doWork) {
      Work<?> work = doWork.work();
      work.run();
      host.core().onWorkDone(now(), work);
    }

    @Override
    public void onDeliverData(Output.DeliverData data) {
      host.observer().accept(data);
    }

    @Override
    public void onPublish(Output.Publish publish) {
      host.observer().accept(publish);
    }

    @Override
    public void onWithdraw(Output.Withdraw withdraw) {
      host.observer().accept(withdraw);
    }

    @Override
    public void onNotify(Output.Notify told) {
      host.observer().accept(told);
    }
  }

  private void scheduleWake(LoopbackHost host) {
    long wake = host.core().nextTimeoutNanos();
    if (wake < host.wakeNanos()) {
      host.wakeAt(wake);
      schedule(wake, host, () -> wake(host, wake));
    }
  }

  private void wake(LoopbackHost host, long wake) {
    if (host.wakeNanos() != wake) {
      return;
    }
    host.wakeAt(Long.MAX_VALUE);
    if (host.isAlive()) {
      host.core().onTimeout(now());
      drain(host);
    }
  }

  private void transmit(LoopbackHost from, Endpoint to, byte[] datagram) {
    from.onSent(to, datagram.length);
    byte[] carried = wire.carry(from.endpoint(), to, datagram);
    LoopbackHost target = byEndpoint.get(to);
    if (!from.isAlive() || target == null || carried == null) {
      return;
    }
    if (from.isUdpBlocked() || target.isUdpBlocked()) {
      return;
    }
    int mtu = mtuByPair.getOrDefault(pair(from, target), mtuBytes);
    if (carried.length > mtu - UDP_AND_IPV4_BYTES || blockedPairs.contains(pair(from, target))) {
      return;
    }
    int copies = random.nextDouble() < conditions.duplication() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= conditions.loss()) {
        byte[] copy = carried.clone();
        schedule(nanos + delay(from, target), target, () -> arrive(from, target, copy));
      }
    }
  }

  private void arrive(LoopbackHost from, LoopbackHost to, byte[] datagram) {
    if (to.isAlive() && from.part() == to.part() && to.admits(from.endpoint())) {
      to.core().onDatagram(now(), from.endpoint(), datagram);
      drain(to);
    }
  }

  /** Nothing is lost, repeated or reordered on a stream. */
  private void transmitStream(LoopbackHost from, Endpoint to, byte[] frame) {
    from.onStreamSent();
    LoopbackStreams.Way way = streams.find(from, to);
    if (from.isAlive() && way != null) {
      byte[] copy = frame.clone();
      schedule(
          nanos + ownDelay(from, way.target()),
          way.target(),
          () -> arriveByStream(from, way, copy));
    }
  }

  private void arriveByStream(LoopbackHost from, LoopbackStreams.Way way, byte[] frame) {
    LoopbackHost to = way.target();
    if (to.isAlive() && from.part() == to.part()) {
      to.core().onStreamFrame(now(), way.source(), frame);
      drain(to);
    }
  }

  private long delay(LoopbackHost from, LoopbackHost to) {
    long late =
        random.nextDouble() < conditions.reordering()
            ? random.nextLong(LoopbackConditions.REORDER_DELAY_MILLIS * NANOS_PER_MILLI)
            : 0;
    return ownDelay(from, to) + late;
  }

  private long ownDelay(LoopbackHost from, LoopbackHost to) {
    Long given = delayByPair.get(pair(from, to));
    if (given != null) {
      return given;
    }
    long range = (conditions.maxDelayMillis() - conditions.minDelayMillis()) * NANOS_PER_MILLI;
    long own = new SplittableRandom(delaySeed ^ pair(from, to)).nextLong(range + 1);
    return conditions.minDelayMillis() * NANOS_PER_MILLI + own;
  }

  private void schedule(long at, LoopbackHost host, Runnable action) {
    events.add(new Event(at, host.number(), sequence++, action));
  }
}
