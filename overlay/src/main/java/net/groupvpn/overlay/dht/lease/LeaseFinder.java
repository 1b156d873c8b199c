package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Finds who owns a key: a quorum of the replicas must name the same owner and generation. If they
 * are divided, the next attempt shows them the lease that one of them told (read repair): a replica
 * that joined while it was confirmed may have been told before that there was none.
 *
 * <p>A node that is a replica itself knows the others, and asks them without looking them up: a
 * lookup waits for nodes that have just died.
 */
public final class LeaseFinder {
  private static final int MAX_ATTEMPTS = 3;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  /** How long the nodes that this one knows may take, before they are looked up. */
  private static final long VIEW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private record Vote(@Nullable NodeId owner, long generation) {}

  private final DhtContext context;
  private final LeaseClient client;
  private final NodeId key;
  private final Consumer<Finding<Dht.LeaseView>> done;
  private int attempts;
  private LeaseAnswer.@Nullable Lease shown;

  private LeaseFinder(
      DhtContext context, LeaseTimes times, NodeId key, Consumer<Finding<Dht.LeaseView>> done) {
    this.context = context;
    this.client = new LeaseClient(context, times);
    this.key = key;
    this.done = done;
  }

  /** Starts one; {@code done} comes later, once. */
  public static void start(
      DhtContext context, LeaseTimes times, NodeId key, Consumer<Finding<Dht.LeaseView>> done) {
    LeaseFinder finder = new LeaseFinder(context, times, key, done);
    List<NodeId> view = context.view(key);
    if (context.messenger().isJoined() && view.contains(context.self())) {
      finder.askView(view);
    } else {
      finder.begin();
    }
  }

  private void askView(List<NodeId> view) {
    Poll poll = askAll(new LookupResult(view, view));
    if (!poll.decided) {
      context
          .engine()
          .setTimer(TimerName.CLAIM_BACKOFF, this, VIEW_NANOS, now -> lookUpAfter(poll));
    }
  }

  private void lookUpAfter(Poll poll) {
    poll.decided = true;
    begin();
  }

  private void begin() {
    attempts++;
    Lookup.start(context, key, this::askAll);
  }

  private Poll askAll(LookupResult replicas) {
    Poll poll = new Poll(replicas);
    byte[] body = LeaseMessages.StateRequest.ofFinder(key, shown).toBytes();
    for (NodeId replica : replicas.universe()) {
      client.ask(replica, DhtOp.LEASE_STATE, key, body, poll::onAnswer);
    }
    if (replicas.universe().isEmpty()) {
      retry();
    }
    return poll;
  }

  private void show(LeaseAnswer.@Nullable Lease told) {
    LeaseAnswer.Lease best = shown;
    boolean isBetter =
        told != null && (best == null || told.claim().issuedMillis() > best.claim().issuedMillis());
    shown = isBetter ? told : best;
  }

  private void retry() {
    if (attempts < MAX_ATTEMPTS) {
      context.engine().setTimer(TimerName.CLAIM_BACKOFF, this, RETRY_NANOS, now -> begin());
    } else {
      done.accept(Finding.unknown());
    }
  }

  /** The votes of one attempt. */
  private final class Poll {
    private final int quorum;
    private final Map<Vote, List<LeaseAnswer>> votes = new HashMap<>();
    private int outstanding;
    private boolean decided;

    Poll(LookupResult replicas) {
      this.quorum = replicas.quorum();
      this.outstanding = replicas.universe().size();
    }

    void onAnswer(@Nullable LeaseAnswer answer) {
      outstanding--;
      if (decided) {
        return;
      }
      if (answer != null && answer.status() == LeaseAnswer.Status.OK) {
        show(answer.lease());
        Vote vote = voteOf(answer);
        List<LeaseAnswer> agreeing = votes.computeIfAbsent(vote, v -> new ArrayList<>());
        agreeing.add(answer);
        if (agreeing.size() >= quorum) {
          decided = true;
          context.engine().cancelTimer(TimerName.CLAIM_BACKOFF, LeaseFinder.this);
          done.accept(viewOf(agreeing));
          return;
        }
      }
      if (outstanding == 0) {
        decided = true;
        retry();
      }
    }

    private static Vote voteOf(LeaseAnswer answer) {
      LeaseAnswer.Lease lease = answer.lease();
      return lease == null
          ? new Vote(null, 0)
          : new Vote(lease.claim().claimant(), lease.claim().generation());
    }

    private static Finding<Dht.LeaseView> viewOf(List<LeaseAnswer> agreeing) {
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
      long remainingMillis =
          leases.stream().mapToLong(LeaseAnswer.Lease::remainingMillis).min().orElseThrow();
      return Finding.of(
          new Dht.LeaseView(
              newest.key(),
              newest.claimant(),
              newest.value(),
              newest.generation(),
              TimeUnit.MILLISECONDS.toNanos(remainingMillis)));
    }
  }
}
