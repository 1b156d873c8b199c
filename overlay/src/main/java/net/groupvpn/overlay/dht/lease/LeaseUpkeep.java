package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.lease.LeaseMessages.StateRequest;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * When a replica does something about its leases of its own accord: it exchanges live ones with the
 * nodes that come into the view, forgets those that have run out, and gives the rest away as it
 * leaves.
 */
final class LeaseUpkeep {
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** After an exchange with silent replicas: they may have only just started to join. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long MAX_SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int SWEEPS_PER_LEASE = 4;

  private final DhtContext context;
  private final LeaseTimes times;
  private final LeaseTable table;
  private final LeaseClient client;
  private final LeaseSync sync;

  LeaseUpkeep(
      DhtContext context, LeaseTimes times, LeaseTable table, LeaseClient client, LeaseSync sync) {
    this.context = context;
    this.times = times;
    this.table = table;
    this.client = client;
    this.sync = sync;
  }

  /** The view has changed, or may have: its new members hear of the leases in a moment. */
  void exchangeSoon() {
    scheduleExchange(SETTLE_NANOS);
  }

  /** There is an entry now: sweeps until there is none. */
  void watch() {
    if (!context.engine().isTimerSet(TimerName.LEASE_SWEEP, this)) {
      scheduleSweep();
    }
  }

  private void scheduleExchange(long delayNanos) {
    if (table.size() > 0 && !context.engine().isTimerSet(TimerName.LEASE_EXCHANGE, this)) {
      context.engine().setTimer(TimerName.LEASE_EXCHANGE, this, delayNanos, now -> exchange());
    }
  }

  /**
   * A replica that holds a lease owes it to all replicas, including those that were silent at
   * first.
   */
  void onExchanged(LeaseEntry entry) {
    if (entry.lease(context.bootNanos()) != null && sync.hasStrangers(entry)) {
      scheduleExchange(RETRY_NANOS);
    }
  }

  private void exchange() {
    boolean joined = context.messenger().isJoined();
    for (LeaseEntry entry : table.all()) {
      if (!joined) {
        entry.informants.forgetAll();
        continue;
      }
      if (entry.lease(context.bootNanos()) != null && sync.hasStrangers(entry)) {
        if (sync.isBusy()) {
          scheduleExchange(SETTLE_NANOS);
          return;
        }
        sync.start(entry);
      }
    }
  }

  private void scheduleSweep() {
    long delayNanos = Math.min(MAX_SWEEP_NANOS, times.leaseNanos() / SWEEPS_PER_LEASE);
    context.engine().setTimer(TimerName.LEASE_SWEEP, this, delayNanos, now -> sweep());
  }

  private void sweep() {
    table.sweep(context.bootNanos());
    scheduleExchange(0);
    if (table.size() > 0) {
      scheduleSweep();
    }
  }

  /** Gives every live lease to the node that replaces this one. */
  void leave() {
    for (LeaseEntry entry : table.all()) {
      LeaseAnswer.Lease lease = entry.remaining(context.bootNanos());
      NodeId heir = heirTo(entry.key);
      if (lease != null && heir != null) {
        byte[] body = StateRequest.toOffer(entry.key, lease).toBytes();
        client.ask(heir, DhtOp.LEASE_STATE, entry.key, body, answer -> {});
      }
    }
  }

  /** The nodes that have a seat once this node has none. */
  private @Nullable NodeId heirTo(NodeId key) {
    List<Seat> others =
        context.known(key).stream().filter(seat -> !seat.node().equals(context.self())).toList();
    List<NodeId> present = context.committee(key).nodes();
    return Committee.of(key, others).nodes().stream()
        .filter(node -> !present.contains(node))
        .findFirst()
        .orElse(null);
  }
}
