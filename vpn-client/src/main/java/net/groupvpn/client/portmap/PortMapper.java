package net.groupvpn.client.portmap;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import net.groupvpn.client.portmap.MappingState.Phase;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one port of this machine mapped at the router before it. Everything that waits for the
 * router runs on a thread of its own. Any thread may call all methods; only {@link #close} blocks.
 */
public final class PortMapper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PortMapper.class);
  private static final long CLOSE_MILLIS = 2_000;

  private final GatewayFinder finder;
  private final OwnPort port;
  private final Consumer<MappingState> onState;
  private final PortMapCounters counters = new PortMapCounters();
  private final List<MappingProtocol> protocols;
  private final Thread thread = new Thread(this::run, "port-mapping");
  private final RenewalPlan plan = new RenewalPlan();
  private int wish;
  private volatile MappingState state = MappingState.ASKING;
  private volatile boolean stopping;
  private long changes;

  /** Makes the protocols for asking a router, best first. */
  interface Protocols {
    List<MappingProtocol> create(PortMapCounters counters, BooleanSupplier isStopping);
  }

  /**
   * Does nothing yet.
   *
   * @param port the one that is to be reached
   * @param onState told of each change: of another mapped port, or that there is none; on the
   *     mapper's thread or a caller's of {@link #onNetworkChanged}; it must not block
   * @param setup what is done to each socket first
   */
  public PortMapper(
      GatewayFinder finder, OwnPort port, Consumer<MappingState> onState, SocketSetup setup) {
    this(
        finder, port, onState, (counters, isStopping) -> allProtocols(counters, isStopping, setup));
  }

  /** As above; tests supply routers of their own. */
  PortMapper(
      GatewayFinder finder, OwnPort port, Consumer<MappingState> onState, Protocols protocols) {
    this.finder = finder;
    this.port = port;
    this.onState = onState;
    this.wish = port.number();
    this.protocols = protocols.create(counters, () -> stopping);
    thread.setDaemon(true);
  }

  private static List<MappingProtocol> allProtocols(
      PortMapCounters counters, BooleanSupplier isStopping, SocketSetup setup) {
    SecureRandom random = new SecureRandom();
    UdpExchange exchange = new UdpExchange(isStopping, setup);
    return List.of(
        new PcpProtocol(exchange, counters, random),
        new NatPmpProtocol(exchange, counters),
        new UpnpProtocol(
            new SsdpSearch(counters, isStopping, setup), new RouterHttp(setup), counters, random));
  }

  /** Starts to ask. */
  public void start() {
    thread.start();
  }

  /** This machine's addresses or routes have changed, or it has slept: the mapping may be gone. */
  public synchronized void onNetworkChanged() {
    changes++;
    publish(MappingState.ASKING);
    notifyAll();
  }

  /** The present state. */
  public MappingState state() {
    return state;
  }

  /** Counts by label, sorted. */
  public Map<String, Long> counters() {
    return counters.snapshot();
  }

  /** Starts to give the mapping back. */
  public synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  /** Ends, and gives the mapping back; waits at most {@value #CLOSE_MILLIS} ms for that. */
  @Override
  public void close() throws InterruptedException {
    stop();
    thread.join(CLOSE_MILLIS);
  }

  private void run() {
    try {
      long seen = -1;
      while (!stopping) {
        long current = changes();
        if (current != seen) {
          plan.forget();
          seen = current;
        }
        long pauseNanos = turn(current);
        await(pauseNanos, current);
      }
      giveBack();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("ports are no longer mapped", e);
    }
  }

  private synchronized long changes() {
    return changes;
  }

  /** Asks once; returns the time to wait, in nanoseconds. */
  private long turn(long current) {
    @Nullable Gateway gateway = findGateway();
    @Nullable MappedPort granted = gateway == null ? null : ask(gateway);
    long now = System.nanoTime();
    long pause = granted == null ? plan.onFailed(now) : plan.onGranted(granted, now);
    @Nullable MappedPort held = plan.held();
    synchronized (this) {
      if (current == changes && !stopping) {
        publish(new MappingState(phase(gateway, held), held));
      }
    }
    return pause;
  }

  private static Phase phase(@Nullable Gateway gateway, @Nullable MappedPort held) {
    if (held != null) {
      return Phase.MAPPED;
    }
    return gateway == null ? Phase.NO_GATEWAY : Phase.REFUSED;
  }

  private @Nullable Gateway findGateway() {
    try {
      return finder.find();
    } catch (IOException e) {
      LOG.debug("the router is unknown: {}", e.getMessage());
      return null;
    }
  }

  private @Nullable MappedPort ask(Gateway gateway) {
    for (MappingProtocol protocol : inOrder()) {
      @Nullable MappedPort granted = stopping ? null : ask(protocol, gateway);
      if (granted != null) {
        wish = granted.external().port();
        return granted;
      }
    }
    return null;
  }

  private @Nullable MappedPort ask(MappingProtocol protocol, Gateway gateway) {
    MappingMethod method = protocol.method();
    try {
      counters.increment(method.asked());
      @Nullable MappedPort granted = protocol.map(gateway, port, wish);
      if (granted != null) {
        counters.increment(method.granted());
      }
      return granted;
    } catch (IOException e) {
      counters.increment(method.unreachable());
      LOG.debug("{} at {}: {}", method.title(), gateway.router(), e.getMessage());
      return null;
    }
  }

  /** The protocol that worked last comes first. */
  private List<MappingProtocol> inOrder() {
    @Nullable MappedPort held = plan.held();
    List<MappingProtocol> order = new ArrayList<>(protocols);
    if (held != null) {
      order.sort(
          (a, b) -> Boolean.compare(b.method() == held.method(), a.method() == held.method()));
    }
    return order;
  }

  /** Under the lock, so that changes are reported in order. */
  private void publish(MappingState next) {
    MappingState last = state;
    state = next;
    if (next.isLike(last)) {
      return;
    }
    MappedPort after = next.mapped();
    if (after != null) {
      String router = after.gateway().router().getHostAddress();
      LOG.info(
          "{} leads to {}, by {} of {}", after.external(), port, after.method().title(), router);
    } else if (next.phase() == Phase.REFUSED) {
      LOG.info("the router does not map {}; members are reached without that", port);
    }
    onState.accept(next);
  }

  private synchronized void await(long nanos, long current) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (!stopping && changes == current && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  private void giveBack() {
    @Nullable MappedPort held = plan.held();
    for (MappingProtocol protocol : protocols) {
      if (held != null && protocol.method() == held.method()) {
        try {
          protocol.unmap(held, port);
          counters.increment(held.method().givenBack());
        } catch (IOException e) {
          LOG.debug("{} is not given back: {}", held.external(), e.getMessage());
        }
      }
    }
  }
}
