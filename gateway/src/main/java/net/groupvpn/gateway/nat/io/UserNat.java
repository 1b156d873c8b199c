package net.groupvpn.gateway.nat.io;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import net.groupvpn.gateway.ExitRule;
import net.groupvpn.gateway.nat.MemberPackets;
import net.groupvpn.gateway.nat.NatCore;
import net.groupvpn.gateway.nat.NatCounter;
import net.groupvpn.gateway.nat.NatCounts;
import net.groupvpn.gateway.nat.NatSnapshot;
import net.groupvpn.overlay.id.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user-space NAT with its thread. Members' packets go in by {@link #onPacket}; packets for
 * members come out on the NAT's thread.
 */
public final class UserNat implements AutoCloseable {
  /** TestPackets handled before sockets have their turn. */
  private static final int BATCH = 256;

  /** Answers to pings and commands that wait; more are dropped. */
  private static final int MAX_TASKS = 4_096;

  private static final long MAX_SLEEP_MILLIS = 5_000;
  private static final long STOP_MILLIS = 5_000;
  private static final int LOGGED_FAILURES = 10;
  private static final Logger LOG = LoggerFactory.getLogger(UserNat.class);

  private final NatCore core;
  private final NatCounts counts = new NatCounts();
  private final PacketInbox inbox = new PacketInbox();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingTasks = new AtomicInteger();
  private final AtomicBoolean isAsleep = new AtomicBoolean();
  private final Selector selector;
  private final Sockets sockets;
  private final EchoPort echo;
  private final LongSupplier bootNanos;
  private final Thread thread;
  private int failures;
  private volatile boolean stopping;
  private volatile NatSnapshot snapshot = NatSnapshot.EMPTY;

  /**
   * What a NAT needs of its surroundings.
   *
   * @param marker marks sockets before their first use
   * @param echo sends pings; closed with the NAT
   * @param bootNanos nanoseconds of boot time
   * @param random for numbers that nobody should guess
   */
  public record Surroundings(
      SocketMarker marker, EchoPort echo, LongSupplier bootNanos, RandomGenerator random) {}

  /**
   * Makes a NAT; {@link #start} starts it.
   *
   * @param packets takes packets for members, on the NAT's thread
   */
  public UserNat(
      NatCore.Settings settings, ExitRule rule, MemberPackets packets, Surroundings surroundings)
      throws IOException {
    selector = Selector.open();
    echo = surroundings.echo;
    bootNanos = surroundings.bootNanos;
    sockets = new Sockets(selector, surroundings.marker, echo);
    core = new NatCore(settings, rule, sockets, packets, counts, surroundings.random);
    thread = new Thread(this::run, "gateway-nat");
  }

  /** Starts the thread. */
  public void start() {
    echo.start((from, sequence, data) -> execute(() -> core.onEchoReply(from, sequence, data)));
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes a member's packet, whole and with complete checksums. Any thread; does not block.
   *
   * @param packet the NAT's from now on
   * @param member who sent it; the caller has checked that its source address is that member's
   * @return false if there was no room: it was dropped and counted
   */
  public boolean onPacket(byte[] packet, NodeId member) {
    if (stopping || !inbox.offer(member, packet)) {
      counts.increment(NatCounter.DROPPED_INBOX_FULL);
      return false;
    }
    wake();
    return true;
  }

  /** Sets where members may go from now on. Any thread. */
  public void setRule(ExitRule rule) {
    execute(() -> core.setRule(rule));
  }

  /** Ends all connections of a node that is no member any more. Any thread. */
  public void forget(NodeId member) {
    execute(() -> core.forget(member));
  }

  /** What it carries, as of less than a second ago. Any thread. */
  public NatSnapshot snapshot() {
    return snapshot;
  }

  /** What it has counted. Any thread. */
  public NatCounts counts() {
    return counts;
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void execute(Runnable task) {
    if (waitingTasks.incrementAndGet() > MAX_TASKS) {
      waitingTasks.decrementAndGet();
      counts.increment(NatCounter.DROPPED_INBOX_FULL);
      return;
    }
    tasks.add(task);
    wake();
  }

  private void wake() {
    if (isAsleep.get() && isAsleep.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  /** Closes all connections and stops. Not from the NAT's own thread. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    selector.wakeup();
    thread.join(STOP_MILLIS);
    echo.close();
  }

  private void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (IOException e) {
      LOG.error("the user-space NAT stops: its selector failed", e);
    } finally {
      stopping = true;
      closeAll();
    }
  }

  private void turn() throws IOException {
    sleep();
    long now = bootNanos.getAsLong();
    serveChannels(now);
    runTasks();
    for (int i = 0; i < BATCH; i++) {
      PacketInbox.Packet packet = inbox.poll();
      if (packet == null) {
        break;
      }
      guarded(now, time -> core.onPacket(time, packet.member(), packet.bytes()));
    }
    guarded(now, core::onTimeout);
    guarded(now, core::flush);
    snapshot = core.snapshot();
  }

  private void serveChannels(long now) {
    for (ChannelEvents ready = sockets.pollReady(); ready != null; ready = sockets.pollReady()) {
      guarded(now, ready::onReady);
    }
    for (SelectionKey key : selector.selectedKeys()) {
      boolean isServed =
          !key.isValid()
              || !(key.attachment() instanceof ChannelEvents channel)
              || guarded(now, channel::onReady);
      if (!isServed) {
        // It would throw again and again.
        close(key);
      }
    }
    selector.selectedKeys().clear();
  }

  /** Until a channel is ready, a timer comes or a packet is there. */
  private void sleep() throws IOException {
    isAsleep.set(true);
    if (!inbox.isEmpty() || !tasks.isEmpty() || isBusy()) {
      isAsleep.set(false);
      selector.selectNow();
      return;
    }
    long wait = core.nextTimeoutNanos() - bootNanos.getAsLong();
    if (wait <= 0) {
      selector.selectNow();
    } else {
      // Timers run on a clock that goes on while the machine sleeps; so it looks up now and then.
      selector.select(Math.min(MAX_SLEEP_MILLIS, TimeUnit.NANOSECONDS.toMillis(wait) + 1));
    }
    isAsleep.set(false);
  }

  private boolean isBusy() {
    return core.needsFlush() || sockets.hasReady() || stopping;
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      waitingTasks.decrementAndGet();
      Runnable next = task;
      guarded(0, time -> next.run());
    }
  }

  /** A throw costs the input that caused it, and is said. */
  private boolean guarded(long now, LongConsumer input) {
    try {
      input.accept(now);
      return true;
    } catch (RuntimeException e) {
      counts.increment(NatCounter.DROPPED_FAILED);
      if (failures++ < LOGGED_FAILURES) {
        LOG.error("the user-space NAT met something impossible; please report this", e);
      }
      return false;
    }
  }

  private void closeAll() {
    selector.keys().forEach(UserNat::close);
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("closing the selector failed: {}", e.getMessage());
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      LOG.debug("closing a channel failed: {}", e.getMessage());
    }
  }
}
