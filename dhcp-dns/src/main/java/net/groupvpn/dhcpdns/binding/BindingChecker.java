package net.groupvpn.dhcpdns.binding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

  /** Most look-ups for one peer at a time: the others shall have theirs. */
  static final int MAX_RUNNING_PER_PEER = 16;

  /** Most addresses of one peer that wait for theirs. */
  static final int MAX_WAITING_PER_PEER = 128;

  /** The look-ups for one peer: those under way, and those that wait, with their counts. */
  private static final class Queue {
    private final Set<Ipv4Address> running = new HashSet<>();
    private final Map<Ipv4Address, Integer> waiting = new LinkedHashMap<>();

    boolean has(Ipv4Address address) {
      return running.contains(address) || waiting.containsKey(address);
    }
  }

  private record Check(BindingChecker checker, Ipv4Address address) {}

  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final LeaseCache leases;
  private final RouteTable routes;
  private final Map<NodeId, Queue> queues = new HashMap<>();

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

  /** Whether an answer about that address of the peer is awaited already. */
  boolean isAsking(NodeId peer, Ipv4Address address) {
    Queue queue = queues.get(peer);
    return queue != null && queue.has(address);
  }

  /** The session with the peer is over; what is under way goes on, and counts if it comes back. */
  void remove(NodeId peer) {
    Queue queue = queues.get(peer);
    if (queue != null) {
      queue.waiting.clear();
    }
  }

  private void ask(NodeId peer, Ipv4Address address, int count) {
    Queue queue = queues.computeIfAbsent(peer, each -> new Queue());
    if (queue.has(address)) {
      return;
    }
    if (queue.waiting.size() >= MAX_WAITING_PER_PEER) {
      engine.counters().increment(ServiceCounter.DROPPED_BINDING_RATE);
      return;
    }
    queue.waiting.put(address, count);
    startNext(peer, queue);
  }

  private void startNext(NodeId peer, Queue queue) {
    Iterator<Map.Entry<Ipv4Address, Integer>> next = queue.waiting.entrySet().iterator();
    if (next.hasNext() && queue.running.size() < MAX_RUNNING_PER_PEER) {
      Map.Entry<Ipv4Address, Integer> first = next.next();
      next.remove();
      start(peer, queue, first.getKey(), first.getValue());
    }
  }

  private void start(NodeId peer, Queue queue, Ipv4Address address, int count) {
    queue.running.add(address);
    leases.findFresh(
        network.keyOf(address),
        finding -> {
          queue.running.remove(address);
          onAnswer(peer, address, count, finding.found());
          startNext(peer, queue);
          if (queue.running.isEmpty() && queue.waiting.isEmpty()) {
            queues.remove(peer, queue);
          }
        });
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
