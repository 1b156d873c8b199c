package net.groupvpn.client.lan;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.overlay.discovery.LanAnnouncement;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds members in the same network by multicast, without Internet or server. It asks a few times
 * after the start and after each change of networks, then announces itself every few minutes, and
 * answers questions. A thread of its own.
 */
public final class LanFinder implements AutoCloseable {
  /** Shortest interval between answers to questions. */
  static final long ANSWER_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Announcements of the group that are followed per second, in total. Strangers' datagrams do not
   * count: they cost only their check, so junk silences nobody.
   */
  static final int MAX_PER_SECOND = 32;

  /** Announcements of one source that are followed: per second, and at once. */
  static final int MAX_PER_SOURCE_SECOND = 2;

  static final int MAX_PER_SOURCE_AT_ONCE = 4;

  /** Most sources whose announcements are counted. */
  static final int MAX_SOURCES = 256;

  /** Announcements remembered, so that a stranger's replay is not followed. */
  static final int MAX_REMEMBERED = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(LanFinder.class);
  private static final int QUESTIONS = 3;
  private static final long QUESTION_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long QUIET_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long TELL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LanPort port;
  private final Security group;
  private final Supplier<Now> clock;
  private final Supplier<List<Endpoint>> own;
  private final Listener listener;
  private final Thread thread = new Thread(this::run, "lan");
  private volatile boolean stopping;
  private volatile boolean changed;
  private int questionsLeft = QUESTIONS;
  private long dueNanos;
  private long answeredNanos = Long.MIN_VALUE / 2;
  private final RateLimiter<InetAddress> perSource =
      new RateLimiter<>(MAX_PER_SOURCE_SECOND, MAX_PER_SOURCE_AT_ONCE, MAX_SOURCES);
  private final RateLimiter<LanFinder> all = new RateLimiter<>(MAX_PER_SECOND, MAX_PER_SECOND, 1);
  private final SeenAnnouncements seen = new SeenAnnouncements(MAX_REMEMBERED);
  private final Map<Counter, Long> dropped = new HashMap<>();
  private long toldNanos = Long.MIN_VALUE / 2;

  /** Hears of findings on the finder's thread. */
  public interface Listener {
    /** A member of the group listens there. */
    void onMember(Endpoint endpoint);

    /** This many datagrams were dropped, by counter; reported at most once a second. */
    void onDropped(Map<Counter, Long> counts);
  }

  /** {@code own} supplies this client's present endpoints. */
  public LanFinder(
      LanPort port,
      Security group,
      Supplier<Now> clock,
      Supplier<List<Endpoint>> own,
      Listener listener) {
    this.port = port;
    this.group = group;
    this.clock = clock;
    this.own = own;
    this.listener = listener;
    this.dueNanos = clock.get().bootNanos();
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** This machine's addresses have changed: asks again. */
  public void onNetworkChanged() {
    changed = true;
  }

  @Override
  public void close() {
    stopping = true;
    port.close();
  }

  private void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (IOException | RuntimeException e) {
      if (!stopping) {
        LOG.warn("members in the same network are no longer found: {}", e.getMessage());
      }
    }
  }

  /** Sends what is due, and waits for a second at most. */
  void turn() throws IOException {
    long now = clock.get().bootNanos();
    if (changed) {
      changed = false;
      questionsLeft = QUESTIONS;
      dueNanos = now;
    }
    if (now >= dueNanos) {
      boolean isQuestion = questionsLeft > 0;
      announce(isQuestion);
      questionsLeft = Math.max(0, questionsLeft - 1);
      dueNanos = now + (isQuestion ? QUESTION_PAUSE_NANOS : QUIET_PAUSE_NANOS);
    }
    long waitNanos = Math.min(MAX_WAIT_NANOS, dueNanos - now);
    LanPort.Received received = port.receive((int) TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    if (received != null) {
      onDatagram(received);
    }
    tellDropped();
  }

  /** A flood on this thread must not flood the engine's as well. */
  private void tellDropped() {
    long now = clock.get().bootNanos();
    if (!dropped.isEmpty() && now - toldNanos >= TELL_PAUSE_NANOS) {
      toldNanos = now;
      listener.onDropped(Map.copyOf(dropped));
      dropped.clear();
    }
  }

  private void drop(Counter counter) {
    dropped.merge(counter, 1L, Long::sum);
  }

  private void announce(boolean isQuestion) {
    List<Endpoint> endpoints = own.get();
    if (!endpoints.isEmpty()) {
      long wallMillis = clock.get().wallMillis();
      port.sendToAll(new LanAnnouncement(isQuestion, wallMillis, endpoints).encode(group));
    }
  }

  /** Verified first, counted then: junk uses up no budget. */
  private void onDatagram(LanPort.Received received) {
    Now now = clock.get();
    LanAnnouncement read = LanAnnouncement.decode(received.bytes(), group, now.wallMillis());
    if (read == null) {
      // Most likely of another group in this network.
      drop(ClientCounter.DROPPED_LAN_FOREIGN);
    } else if (!read.endpoints().equals(own.get())) {
      follow(received, read, now.bootNanos());
    }
  }

  private void follow(LanPort.Received received, LanAnnouncement read, long now) {
    if (!seen.isNew(received)) {
      drop(ClientCounter.DROPPED_LAN_REPEATED);
    } else if (!perSource.tryAcquire(received.from(), now) || !all.tryAcquire(this, now)) {
      drop(ClientCounter.DROPPED_LAN_RATE);
    } else {
      onMember(received.from(), read, now);
    }
  }

  private void onMember(InetAddress from, LanAnnouncement read, long now) {
    Endpoint endpoint = choose(from, read.endpoints());
    if (endpoint != null) {
      listener.onMember(endpoint);
    }
    if (read.question() && now - answeredNanos >= ANSWER_PAUSE_NANOS) {
      answeredNanos = now;
      announce(false);
    }
  }

  /**
   * The endpoint that it was sent from, otherwise one of that family; IPv6 sends from link-local
   * addresses.
   */
  private static @Nullable Endpoint choose(InetAddress from, List<Endpoint> endpoints) {
    Endpoint best = null;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.address().equals(from)) {
        return endpoint;
      }
      if (best == null && endpoint.address().getClass() == from.getClass()) {
        best = endpoint;
      }
    }
    return best;
  }
}
