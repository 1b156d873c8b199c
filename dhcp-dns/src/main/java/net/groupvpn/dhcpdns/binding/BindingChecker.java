package net.groupvpn.dhcpdns.binding;

import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/** Has a quorum confirm that a peer owns an address, and again before the lease expires. */
final class BindingChecker {
  /** How often to ask again for an address without an owner: its claim may be under way. */
  static final int MAX_CHECKS = 4;

  /** Pause before it is asked for again; doubled each time. */
  static final long FIRST_RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Shortest time before it is asked for again, whatever is left of the lease. */
  static final long LEAST_RECHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int RECHECK_AT_TENTHS = 8;
  private static final int TENTHS = 10;

  private record Check(BindingChecker checker, Ipv4Address address) {}

  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final LeaseCache leases;
  private final RouteTable routes;

  BindingChecker(
      Overlay overlay,
      Engine engine,
      VirtualNetwork network,
      LeaseCache leases,
      RouteTable routes) {
    this.overlay = overlay;
    this.engine = engine;
    this.network = network;
    this.leases = leases;
    this.routes = routes;
  }

  /** Whether it is known already; sessions change more often than owners. */
  boolean isProved(NodeId peer, BoundAddress bound) {
    return engine.isTimerSet(TimerName.BINDING_CHECK, new Check(this, bound.address()))
        && routes.isProved(peer, bound);
  }

  /** {@code peer} claims to own {@code bound}. */
  void checkUnlessProved(NodeId peer, BoundAddress bound) {
    if (!isProved(peer, bound)) {
      check(peer, bound.address());
    }
  }

  /** {@code peer} claims to own {@code address}, and that must be checked now. */
  void check(NodeId peer, Ipv4Address address) {
    if (!network.isAssignable(address)) {
      engine.counters().increment(ServiceCounter.DROPPED_BINDING_RANGE);
    } else {
      ask(peer, address, 1);
    }
  }

  private void ask(NodeId peer, Ipv4Address address, int count) {
    leases.findFresh(
        network.keyOf(address), finding -> onAnswer(peer, address, count, finding.found()));
  }

  private void onAnswer(NodeId peer, Ipv4Address address, int count, @Nullable LeaseView view) {
    if (view == null) {
      engine.counters().increment(ServiceCounter.BINDING_UNPROVED);
      askAgain(peer, address, count);
      return;
    }
    if (!view.owner().equals(peer)) {
      engine.counters().increment(ServiceCounter.DROPPED_BINDING_FOREIGN);
    }
    routes.put(address, view.owner(), view.generation(), view.remainingNanos());
    long recheckNanos = view.remainingNanos() / TENTHS * RECHECK_AT_TENTHS;
    setTimer(view.owner(), address, Math.max(LEAST_RECHECK_NANOS, recheckNanos), 1);
  }

  private void askAgain(NodeId peer, Ipv4Address address, int count) {
    if (count < MAX_CHECKS) {
      setTimer(peer, address, FIRST_RECHECK_NANOS << (count - 1), count + 1);
    }
  }

  private void setTimer(NodeId peer, Ipv4Address address, long delayNanos, int count) {
    engine.setTimer(
        TimerName.BINDING_CHECK,
        new Check(this, address),
        delayNanos,
        now -> {
          if (overlay.session(peer) != null) {
            ask(peer, address, count);
          }
        });
  }
}
