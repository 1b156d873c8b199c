package net.groupvpn.client.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.overlay.discovery.LanAnnouncement;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds members in the same network by multicast, with neither Internet nor server: asks a few
 * times after the start and after each change of networks, then says every few minutes that it is
 * there, and answers those who ask. A thread of its own.
 */
final class LanFinder implements AutoCloseable {
  /** Answers to questions, at most one in this time. */
  static final long ANSWER_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Datagrams that are looked at in a second; further ones are dropped unread. */
  static final int MAX_PER_SECOND = 32;

  private static final Logger LOG = LoggerFactory.getLogger(LanFinder.class);
  private static final int QUESTIONS = 3;
  private static final long QUESTION_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long QUIET_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);
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
  private long secondNanos = Long.MIN_VALUE / 2;
  private int inThisSecond;

  /** Told on the finder's thread. */
  interface Listener {
    /** A member of the group listens there. */
    void onMember(Endpoint endpoint);

    /** A datagram was not taken. */
    void onDropped(String counter);
  }

  /** {@code own} answers where this client listens now. */
  LanFinder(
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

  void start() {
    thread.start();
  }

  /** This machine has other addresses than before: asks again. */
  void onNetworkChanged() {
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
        LOG.warn("members in the same network are not found any more: {}", e.getMessage());
      }
    }
  }

  /** Says what is due, and waits for a second at most. */
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
  }

  private void announce(boolean isQuestion) {
    List<Endpoint> endpoints = own.get();
    if (!endpoints.isEmpty()) {
      long wallMillis = clock.get().wallMillis();
      port.sendToAll(new LanAnnouncement(isQuestion, wallMillis, endpoints).encode(group));
    }
  }

  private void onDatagram(LanPort.Received received) {
    Now now = clock.get();
    if (isTooMuch(now.bootNanos())) {
      listener.onDropped("dropped.lan.rate");
      return;
    }
    LanAnnouncement read = LanAnnouncement.decode(received.bytes(), group, now.wallMillis());
    if (read == null) {
      // Most likely of another group in this network.
      listener.onDropped("dropped.lan.foreign");
    } else if (!read.endpoints().equals(own.get())) {
      onMember(received.from(), read, now.bootNanos());
    }
  }

  private boolean isTooMuch(long now) {
    if (now - secondNanos >= TimeUnit.SECONDS.toNanos(1)) {
      secondNanos = now;
      inThisSecond = 0;
    }
    return ++inThisSecond > MAX_PER_SECOND;
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

  /** The one that it was sent from, else one of that family; IPv6 speaks from link-local ones. */
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
