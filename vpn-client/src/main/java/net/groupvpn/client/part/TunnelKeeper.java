package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.gateway.GatewayOffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the machine as a full tunnel needs it: closed as soon as one is wanted, with ways into it
 * while there are a gateway and an own address. Before it is known what is wanted, whatever an
 * earlier client has left closed stays so. Each change is made on one thread of its own, from what
 * is the case by then, and tried again until it succeeds. Thread-safe.
 */
final class TunnelKeeper {
  /** The notice that the tunnel is paused. */
  static final String PAUSED = "full_tunnel_paused";

  /** The notice that the tunnel is not as it should be. */
  static final String NOTICE = "full_tunnel";

  /** Between attempts to set up what could not be set up. */
  static final long RETRY_SECONDS = 2;

  /** Members come and go in crowds, and nothing waits for their routes. */
  static final long SETTLE_SECONDS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(TunnelKeeper.class);
  private static final long STOP_SECONDS = 10;

  /** How often to see whether a pause is over: a machine that slept may be late. */
  private static final long PAUSE_LOOK_SECONDS = 1;

  private final FullTunnel tunnel;
  private final TunnelPlans plans;
  private final Supplier<@Nullable String> unmarked;
  private final Notices notices;
  private final LongSupplier bootNanos;
  private final ScheduledThreadPoolExecutor thread;
  private final TunnelNames names;
  private final AtomicLong late = new AtomicLong();

  /** Null while it is not known. */
  private volatile @Nullable Boolean wanted;

  private volatile boolean isReleased;
  private volatile @Nullable GatewayOffer offer;
  private volatile @Nullable Ipv4Address own;
  private volatile Set<String> otherDevices = Set.of();
  private volatile boolean isPaused;
  private final AtomicBoolean isRefreshing = new AtomicBoolean();

  /** On the thread only. */
  private boolean isRetrying;

  /** On the thread only. */
  private boolean isAwaiting;

  /** Boot time; on the thread only. */
  private long pausedUntilNanos;

  /**
   * Changes nothing yet.
   *
   * @param unmarked why the client's sockets cannot be marked; null if they can
   * @param bootNanos a clock that runs on while the machine sleeps
   * @param thread the only one of its pool; ended by {@link #close}
   */
  TunnelKeeper(
      FullTunnel tunnel,
      TunnelPlans plans,
      Supplier<@Nullable String> unmarked,
      Notices notices,
      LongSupplier bootNanos,
      ScheduledThreadPoolExecutor thread) {
    this.tunnel = tunnel;
    this.plans = plans;
    this.unmarked = unmarked;
    this.notices = notices;
    this.bootNanos = bootNanos;
    this.names = new TunnelNames(bootNanos);
    this.thread = thread;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** A pool of one thread. */
  static ScheduledThreadPoolExecutor oneThread() {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, "tunnel");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Whether there can be a full tunnel here.
   *
   * @throws IOException if not; the message says what to do
   */
  void check() throws IOException {
    String problem = unmarked.get();
    if (problem != null) {
      throw new IOException("no full tunnel is possible: " + problem);
    }
  }

  /** Who answers for names outside the group. */
  TunnelNames names() {
    return names;
  }

  /**
   * Everything is to go through the tunnel from now on, or nothing. Waits until the machine is so,
   * or cannot be made so for now.
   */
  void want(boolean isOn) {
    wanted = isOn;
    offer = null;
    runAndWait(this::resume);
  }

  /**
   * Everything goes beside the tunnel for so long, so that a captive portal can be answered, say.
   * It ends by itself, with the next wish, and with the client. Waits until it has begun.
   *
   * @param notice says so, for people
   */
  void pause(Duration length, String notice) {
    runAndWait(
        () -> {
          isPaused = true;
          pausedUntilNanos = bootNanos.getAsLong() + length.toNanos();
          notices.raise(PAUSED, notice);
          apply();
          awaitEndOfPause();
        });
  }

  /** A pause is over. Waits until that is so. */
  void endPause() {
    runAndWait(this::resume);
  }

  /** Whether everything goes beside the tunnel for now. */
  boolean isPaused() {
    return isPaused;
  }

  private void resume() {
    isPaused = false;
    notices.clear(PAUSED);
    apply();
  }

  private void awaitEndOfPause() {
    if (!isPaused) {
      return;
    }
    if (bootNanos.getAsLong() - pausedUntilNanos >= 0) {
      resume();
    } else if (!isAwaiting) {
      isAwaiting = later(this::lookAtPause, PAUSE_LOOK_SECONDS);
    }
  }

  private void lookAtPause() {
    isAwaiting = false;
    awaitEndOfPause();
  }

  private void runAndWait(Runnable task) {
    try {
      CompletableFuture.runAsync(task, thread).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      late.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the machine is still being set up: {}", e.toString());
    }
  }

  /** This gateway is used from now on; none if null. */
  void use(@Nullable GatewayOffer gateway) {
    offer = gateway;
    names.forget();
    change();
  }

  /** This machine has this address in the group from now on; none if null. */
  void onAddress(@Nullable Ipv4Address address) {
    own = address;
    change();
  }

  /** Cards of other groups are left alone. */
  void onOtherDevices(Set<String> others) {
    if (!others.equals(otherDevices)) {
      otherDevices = Set.copyOf(others);
      change();
    }
  }

  /** This machine's networks have changed, or members are reached elsewhere. */
  void refresh(long afterSeconds) {
    if (isRefreshing.compareAndSet(false, true) || afterSeconds == 0) {
      boolean unused = later(this::refreshNow, afterSeconds);
    }
  }

  private void refreshNow() {
    isRefreshing.set(false);
    if (Boolean.TRUE.equals(wanted)) {
      apply();
    }
  }

  /** The user ends the client: nothing stays closed. Otherwise it does, until the next start. */
  void release() {
    isReleased = true;
  }

  /** What comes after the end is too late, and changes nothing. */
  private void change() {
    try {
      thread.execute(this::apply);
    } catch (RejectedExecutionException e) {
      late.incrementAndGet();
    }
  }

  private void apply() {
    Boolean isOn = wanted;
    if (isOn == null) {
      return;
    }
    try {
      String problem = !isOn ? takeBack() : isPaused ? open() : setUp();
      if (problem == null) {
        notices.clear(NOTICE);
      } else {
        notices.raise(NOTICE, problem);
      }
    } catch (IOException | RuntimeException e) {
      notices.raise(NOTICE, e instanceof IOException ? String.valueOf(e.getMessage()) : "" + e);
      tryAgain();
    }
  }

  /** Whatever is missing, never open. */
  private @Nullable String setUp() throws IOException {
    TunnelPlans.Facts facts = facts();
    String problem = unmarked.get();
    if (problem != null) {
      names.use(null);
      tunnel.start(plans.closed(facts));
      return "nothing leaves for the Internet: a full tunnel is wanted, but " + problem;
    }
    tunnel.start(plans.open(facts));
    names.use(plans.upstream(facts));
    return null;
  }

  private @Nullable String open() throws IOException {
    names.use(null);
    tunnel.pause(Duration.ofNanos(pausedUntilNanos - bootNanos.getAsLong()));
    return null;
  }

  /** Also what an earlier client has left closed. */
  private @Nullable String takeBack() throws IOException {
    names.use(null);
    tunnel.end();
    return null;
  }

  private void tryAgain() {
    if (!isRetrying) {
      isRetrying = later(this::retry, RETRY_SECONDS);
    }
  }

  private boolean later(Runnable task, long seconds) {
    try {
      var unused = thread.schedule(task, seconds, TimeUnit.SECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      late.incrementAndGet();
      return false;
    }
  }

  private void retry() {
    isRetrying = false;
    apply();
  }

  private TunnelPlans.Facts facts() {
    return new TunnelPlans.Facts(offer, own, otherDevices);
  }

  /** How the machine is. */
  void report(ObjectNode into) {
    tunnel.report(into);
  }

  /** What it counts, by label. */
  Map<String, Long> counters() {
    return Map.of(ClientCounter.DROPPED_TUNNEL_LATE.label(), late.get());
  }

  /** Takes back what it may, and waits for that. */
  void close() {
    runAndWait(this::closeNow);
    thread.shutdown();
  }

  private void closeNow() {
    Boolean isOn = wanted;
    boolean staysClosed = !isReleased && (isOn == null || isOn);
    try {
      if (!staysClosed) {
        tunnel.end();
      } else if (isOn != null) {
        tunnel.start(plans.closed(facts()));
      }
    } catch (IOException e) {
      LOG.warn("the machine is not as it was: {}", e.getMessage());
    }
  }
}
