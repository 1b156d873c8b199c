package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Finds who owns a key: a quorum of the replicas must name the same owner and generation. If they
 * disagree, the next attempt shows them the lease that one of them told (read repair): a replica
 * that joined during the confirmation may have heard earlier that there was none.
 *
 * <p>A node that is a replica itself knows the others, and asks them without a look-up. Only a
 * look-up can show that nobody owns the key: a node that has lost most of its links may take itself
 * and its neighbours for the replicas of any key.
 *
 * <p>Nobody waits for a replica that has just died: the next attempt starts while the earlier ones
 * are still open, and the first quorum decides.
 */
public final class LeaseFinder {
  private static final int MAX_ATTEMPTS = 3;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  /** How long the nodes that this one knows may take before a look-up starts. */
  private static final long VIEW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long the nodes that were looked up may take before the next attempt: two requests each. */
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final DhtContext context;
  private final LeaseTimes times;
  private final LeaseClient client;
  private final NodeId key;
  private final Consumer<Finding<Dht.LeaseView>> done;
  private int attempts;
  private int openPolls;
  private boolean isLookingUp;
  private boolean isDone;
  private LeaseAnswer.@Nullable Lease shown;

  private LeaseFinder(
      DhtContext context, LeaseTimes times, NodeId key, Consumer<Finding<Dht.LeaseView>> done) {
    this.context = context;
    this.times = times;
    this.client = new LeaseClient(context, times);
    this.key = key;
    this.done = done;
  }

  /** Starts a search; {@code done} follows later, once. */
  public static void start(
      DhtContext context, LeaseTimes times, NodeId key, Consumer<Finding<Dht.LeaseView>> done) {
    LeaseFinder finder = new LeaseFinder(context, times, key, done);
    Committee view = context.committee(key);
    if (context.messenger().isJoined() && view.contains(context.self())) {
      finder.askView(view);
    } else {
      finder.begin();
    }
  }

  private void askView(Committee view) {
    askAll(view, false);
    setTimer(VIEW_NANOS);
  }

  private void begin() {
    attempts++;
    isLookingUp = true;
    context.engine().cancelTimer(TimerName.LEASE_FIND, this);
    Lookup.startToRead(
        context,
        key,
        replicas -> {
          isLookingUp = false;
          if (!isDone) {
            setTimer(POLL_NANOS);
            askAll(replicas.committee(), true);
          }
        });
  }

  /** When the next attempt starts, unless a quorum agrees before. */
  private void setTimer(long delayNanos) {
    if (!isDone && attempts < MAX_ATTEMPTS) {
      context.engine().setTimer(TimerName.LEASE_FIND, this, delayNanos, now -> begin());
    }
  }

  private void askAll(Committee committee, boolean isLookedUp) {
    Poll poll = new Poll(committee, isLookedUp);
    openPolls++;
    byte[] body = LeaseMessages.StateRequest.ofFinder(key, shown).toBytes();
    for (NodeId replica : committee.nodes()) {
      client.ask(replica, DhtOp.LEASE_STATE, key, body, answer -> poll.onAnswer(replica, answer));
    }
    if (committee.nodes().isEmpty()) {
      onPollOver();
    }
  }

  private void show(LeaseAnswer.@Nullable Lease told) {
    LeaseAnswer.Lease best = shown;
    boolean isBetter =
        told != null && (best == null || told.claim().issuedMillis() > best.claim().issuedMillis());
    shown = isBetter ? told : best;
  }

  /** All have answered, or never will. */
  private void onPollOver() {
    openPolls--;
    if (isDone || isLookingUp || openPolls > 0) {
      return;
    }
    if (attempts < MAX_ATTEMPTS) {
      setTimer(RETRY_NANOS);
    } else {
      finish(Finding.unknown());
    }
  }

  private void finish(Finding<Dht.LeaseView> finding) {
    isDone = true;
    context.engine().cancelTimer(TimerName.LEASE_FIND, this);
    done.accept(finding);
  }

  /** The votes of one attempt. */
  private final class Poll {
    private final Committee committee;
    private final boolean isLookedUp;
    private final Map<Optional<NodeId>, Map<NodeId, LeaseAnswer>> votes = new HashMap<>();
    private int outstanding;

    Poll(Committee committee, boolean isLookedUp) {
      this.committee = committee;
      this.isLookedUp = isLookedUp;
      this.outstanding = committee.nodes().size();
    }

    void onAnswer(NodeId replica, @Nullable LeaseAnswer answer) {
      outstanding--;
      if (!isDone && answer != null && answer.status() == LeaseAnswer.Status.OK) {
        show(answer.lease());
        count(replica, answer);
      }
      if (outstanding == 0) {
        onPollOver();
      }
    }

    private void count(NodeId replica, LeaseAnswer answer) {
      Optional<NodeId> owner =
          Optional.ofNullable(answer.lease()).map(lease -> lease.claim().claimant());
      Map<NodeId, LeaseAnswer> agreeing = votes.computeIfAbsent(owner, o -> new HashMap<>());
      agreeing.put(replica, answer);
      if (!committee.isQuorum(agreeing.keySet())) {
        return;
      }
      if (isLookedUp || owner.isPresent()) {
        finish(viewOf(agreeing.values()));
      } else if (attempts == 0) {
        begin();
      }
    }

    private Finding<Dht.LeaseView> viewOf(Collection<LeaseAnswer> agreeing) {
      List<LeaseAnswer.Lease> leases = new ArrayList<>();
      for (LeaseAnswer answer : agreeing) {
        if (answer.lease() != null) {
          leases.add(answer.lease());
        }
      }
      if (leases.isEmpty()) {
        return Finding.nobody();
      }
      SignedClaim newest =
          leases.stream()
              .map(LeaseAnswer.Lease::claim)
              .max(Comparator.comparingLong(SignedClaim::issuedMillis))
              .orElseThrow();
      return Finding.of(
          new Dht.LeaseView(
              newest.key(),
              newest.claimant(),
              newest.value(),
              newest.generation(),
              median(leases)));
    }

    /**
     * One replica decides nothing: neither that the search is over, nor that it goes on for ever.
     */
    private long median(List<LeaseAnswer.Lease> leases) {
      long[] remaining =
          leases.stream().mapToLong(lease -> lease.remainingNanos(times)).sorted().toArray();
      return remaining[(remaining.length - 1) / 2];
    }
  }
}
