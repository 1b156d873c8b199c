package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.lease.LeaseMessages.StateRequest;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the state of a key with the replicas that this one has not heard from: on the first
 * request for a key, after a restart, and when the view has gained members.
 */
final class LeaseSync {
  static final int MAX_RUNNING = 64;

  private static final int MAX_WAITING = 16;

  /** How many of the replicas that know a lease offer it to a newcomer at once. */
  private static final int FIRST_RANKS = 2;

  private static final Set<Status> TOLD = Set.of(Status.OK, Status.SAME);
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final DhtContext context;
  private final LeaseClient client;
  private final BiConsumer<LeaseEntry, LeaseAnswer.Lease> reports;
  private final Consumer<LeaseEntry> exchanged;
  private int running;

  /**
   * Makes an idle instance.
   *
   * @param reports gets every verified lease that others report
   * @param exchanged told when an exchange has ended, even if some replicas did not answer
   */
  LeaseSync(
      DhtContext context,
      LeaseClient client,
      BiConsumer<LeaseEntry, LeaseAnswer.Lease> reports,
      Consumer<LeaseEntry> exchanged) {
    this.context = context;
    this.client = client;
    this.reports = reports;
    this.exchanged = exchanged;
  }

  boolean isInformed(LeaseEntry entry) {
    return entry.isInformed(context.committee(entry.key), context.self(), context.bootNanos());
  }

  boolean isBusy() {
    return running >= MAX_RUNNING;
  }

  /** Whether the view has members whose state is unknown here, or that lack the lease. */
  boolean hasStrangers(LeaseEntry entry) {
    return !strangers(entry).isEmpty();
  }

  /** Runs {@code then} once this replica is informed, or has tried to be. */
  void whenInformed(LeaseEntry entry, Runnable then) {
    if (isInformed(entry) || entry.waiting.size() >= MAX_WAITING) {
      then.run();
      return;
    }
    entry.waiting.add(then);
    start(entry);
  }

  /** Exchanges states with the strangers of the view, unless an exchange is under way. */
  void start(LeaseEntry entry) {
    if (entry.isSyncing) {
      return;
    }
    List<NodeId> strangers = strangers(entry);
    if (strangers.isEmpty() || isBusy()) {
      wake(entry);
      return;
    }
    running++;
    entry.isSyncing = true;
    Exchange exchange = new Exchange(entry, strangers.size());
    StateRequest compare = StateRequest.toCompare(entry.key, entry.remaining(context.bootNanos()));
    for (NodeId stranger : strangers) {
      ask(stranger, compare, answer -> exchange.onCompared(stranger, answer));
    }
  }

  private void ask(NodeId replica, StateRequest request, Consumer<@Nullable LeaseAnswer> done) {
    client.ask(replica, DhtOp.LEASE_STATE, request.key(), request.toBytes(), done);
  }

  private List<NodeId> others(NodeId key) {
    return context.committee(key).nodes().stream()
        .filter(node -> !node.equals(context.self()))
        .toList();
  }

  private List<NodeId> strangers(LeaseEntry entry) {
    return others(entry.key).stream()
        .filter(node -> !entry.informants.hasHeard(node) || entry.informants.isKnownToLack(node))
        .toList();
  }

  /**
   * The other replicas mostly find, a little later, that a newcomer already has the lease; that
   * check is short.
   */
  private boolean goesFirst(LeaseEntry entry) {
    List<NodeId> strangers = strangers(entry);
    return context.committee(entry.key).nodes().stream()
        .filter(node -> node.equals(context.self()) || !strangers.contains(node))
        .limit(FIRST_RANKS)
        .anyMatch(context.self()::equals);
  }

  private static void wake(LeaseEntry entry) {
    for (int waiting = entry.waiting.size(); waiting > 0; waiting--) {
      entry.waiting.remove().run();
    }
  }

  private final class Exchange {
    private final LeaseEntry entry;
    private int outstanding;
    private boolean ended;

    Exchange(LeaseEntry entry, int outstanding) {
      this.entry = entry;
      this.outstanding = outstanding;
    }

    /** A replica that lacks the lease kept here is given it, unless others will do so soon. */
    void onCompared(NodeId replica, @Nullable LeaseAnswer answer) {
      takeIn(replica, answer);
      LeaseAnswer.Lease mine = entry.remaining(context.bootNanos());
      if (answer == null || !TOLD.contains(answer.status())) {
        onDone();
      } else if (mine == null || !isOwed(answer, mine)) {
        entry.informants.noteNoLack(replica);
        onDone();
      } else if (entry.informants.noteLack(replica)
          && answer.lease() == null
          && !goesFirst(entry)) {
        onDone();
      } else {
        ask(replica, StateRequest.toOffer(entry.key, mine), next -> onOffered(replica, next));
      }
    }

    private boolean isOwed(LeaseAnswer answer, LeaseAnswer.Lease mine) {
      LeaseAnswer.Lease told = answer.lease();
      return answer.status() == Status.OK
          && (told == null
              || !told.claim().digest().equals(mine.claim().digest())
              || told.proof().strength() < mine.proof().strength());
    }

    private void onOffered(NodeId replica, @Nullable LeaseAnswer answer) {
      takeIn(replica, answer);
      if (answer != null) {
        entry.informants.noteNoLack(replica);
      }
      onDone();
    }

    private void takeIn(NodeId replica, @Nullable LeaseAnswer answer) {
      if (answer != null && TOLD.contains(answer.status())) {
        entry.informants.heardFrom(replica, answer.generation());
        if (answer.lease() != null) {
          reports.accept(entry, answer.lease());
        }
      }
    }

    private void onDone() {
      outstanding--;
      if (outstanding == 0) {
        entry.informants.exchanged();
        end();
      } else if (isInformed(entry)
          && !context.engine().isTimerSet(TimerName.LEASE_SYNC, this)
          && !ended) {
        context.engine().setTimer(TimerName.LEASE_SYNC, this, GRACE_NANOS, now -> end());
      }
    }

    private void end() {
      if (ended) {
        return;
      }
      ended = true;
      context.engine().cancelTimer(TimerName.LEASE_SYNC, this);
      running--;
      entry.isSyncing = false;
      wake(entry);
      exchanged.accept(entry);
    }
  }
}
