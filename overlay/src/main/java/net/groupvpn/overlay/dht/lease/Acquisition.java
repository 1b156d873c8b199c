package net.groupvpn.overlay.dht.lease;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * How a node acquires a key: look up the replicas, PROPOSE, ask rivals, CONFIRM, ask rivals named
 * since. A claimant that is refused, or comes second, sends RELEASE, waits and starts again.
 */
final class Acquisition {
  private static final long JOIN_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_BACKOFF_DOUBLINGS = 6;

  /** A claimant that comes second waits this many times longer. */
  private static final int SECOND_FACTOR = 5;

  /** By then the rival that comes first has the key, unless it is bluffing. */
  private static final long YIELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Usually, a later owner is believed if one in this many answering replicas knows it. */
  private static final int HALF = 2;

  /** In one of {@link #ATTEMPTS_IN_TURN} attempts, one in this many is enough. */
  private static final int FEW = 4;

  /**
   * Replicas that have confirmed an attempt that failed take the next generation, or the same again
   * from the same claimant. If half of them have, an attempt by {@link #FEW} leads these away from
   * the others, and one by {@link #HALF} brings the others nearer: the second must come more often.
   */
  private static final int ATTEMPTS_IN_TURN = 4;

  /** Refusals that name an owner, without a quorum, before the owner is believed. */
  private static final int MAX_NAMED_REFUSALS = 5;

  /** Told once how the acquisition ends. */
  interface Listener {
    /** This node has the key, by the grants of {@code round}. */
    void onAcquired(ClaimRound round);

    /** Another node has it. */
    void onTaken(NodeId owner);

    /** It is kept for another. */
    void onReserved();
  }

  private final DhtContext context;
  private final NodeId key;
  private final ClaimSender sender;
  private final OwnEvidence evidence;
  private final Contest contest;
  private final Listener listener;
  private @Nullable ClaimRound proposal;
  private LeaseAnswer.@Nullable Lease other;
  private int failures;
  private int namedRefusals;

  /** Answers to an earlier attempt are ignored. */
  private int attempt;

  /** Raised at most once per attempt. */
  private long leastGeneration;

  private boolean isWaiting;

  /** Whether replicas may have granted the claim, or are about to. */
  private boolean isProposing;

  private boolean isOver;

  Acquisition(
      DhtContext context,
      LeaseClient client,
      NodeId key,
      ClaimSender sender,
      OwnEvidence evidence,
      Listener listener) {
    this.context = context;
    this.key = key;
    this.sender = sender;
    this.evidence = evidence;
    this.contest = new Contest(context, client, key);
    this.listener = listener;
  }

  void begin() {
    isWaiting = false;
    if (isOver) {
      return;
    }
    if (!context.messenger().isJoined()) {
      later(TimerName.CLAIM_JOIN_POLL, JOIN_POLL_NANOS);
      return;
    }
    int ofAttempt = attempt;
    Lookup.startToClaim(
        context,
        key,
        replicas -> {
          if (isCurrent(ofAttempt)) {
            onFound(replicas);
          }
        });
  }

  private boolean isCurrent(int ofAttempt) {
    return !isOver && ofAttempt == attempt;
  }

  private void onFound(LookupResult replicas) {
    if (replicas.answered().isEmpty()) {
      backOff(true);
      return;
    }
    sender.ask(replicas.committee());
    other = null;
    leastGeneration = 0;
    contest.reset();
    evidence.clear();
    propose();
  }

  private void propose() {
    isProposing = true;
    sender.propose(listenTo(this::onProposed));
  }

  private void onProposed(ClaimRound round) {
    if (!round.isGranted()) {
      onRefused(round);
      return;
    }
    proposal = round;
    // A few replicas may not know of the last owner, or may invent one: both cases are tried in
    // turn.
    int share = failures % ATTEMPTS_IN_TURN == 1 ? FEW : HALF;
    long next = round.generationFor(context.self(), share);
    sender.setGeneration(Math.max(next, leastGeneration));
    evidence.add(round);
    contend(round.rivals(), () -> sender.confirm(listenTo(this::onConfirmed)));
  }

  private void onConfirmed(ClaimRound round) {
    LeaseAnswer.Lease shown = other;
    evidence.add(round);
    if (!round.isGranted() || (shown != null && evidence.isBeatenBy(shown))) {
      onRefused(round);
      return;
    }
    if (leastGeneration == 0 && round.wasAnothers(sender.generation())) {
      // A rival gave the key back after some replicas had confirmed it: these grant only the next
      // generation.
      leastGeneration = sender.generation() + 1;
      propose();
      return;
    }
    Set<NodeId> rivals = new TreeSet<>(round.rivals());
    if (proposal != null) {
      rivals.addAll(proposal.rivals());
    }
    contend(
        rivals,
        () -> {
          end();
          listener.onAcquired(round);
        });
  }

  private void contend(Collection<NodeId> rivals, Runnable next) {
    contest.hold(
        rivals,
        evidence.of(sender.latest(), 0),
        sender.generation(),
        sender.committee(),
        new Contest.Listener() {
          @Override
          public void onCleared(boolean asked) {
            if (asked) {
              // What a rival has given back is granted now, in the generation after its own.
              propose();
            } else {
              next.run();
            }
          }

          @Override
          public void onSecond() {
            giveWay();
          }

          @Override
          public void onTaken(NodeId owner) {
            endAsTaken(owner);
          }
        });
  }

  private ClaimRound.Listener listenTo(Consumer<ClaimRound> done) {
    int ofAttempt = attempt;
    return new ClaimRound.Listener() {
      @Override
      public void onRound(ClaimRound round) {
        if (isCurrent(ofAttempt)) {
          done.accept(round);
        }
      }

      @Override
      public void onOther(LeaseAnswer.Lease lease) {
        Acquisition.this.onOther(lease);
      }
    };
  }

  /** Another owner's verified lease. */
  void onOther(LeaseAnswer.Lease lease) {
    other = lease;
  }

  /** Whether somebody has shown another lease that was not better. */
  boolean hasSeenOther() {
    return other != null;
  }

  /** Handles the claim of a rival for the same key; returns this node's side. */
  Contest.Part onRival(SignedClaim rival, LeaseProof proof) {
    if (isOver || !isProposing) {
      return Contest.Part.NONE;
    }
    if (contest.mustYield(rival, proof, sender.committee())) {
      giveWay();
      return Contest.Part.NONE;
    }
    return new Contest.Part(
        LeaseAnswer.Status.PENDING, sender.hasSent() ? evidence.of(sender.latest(), 0) : null);
  }

  private void giveWay() {
    sender.release();
    beginAfter(YIELD_NANOS);
  }

  private void onRefused(ClaimRound round) {
    if (round.isReservedByQuorum()) {
      end();
      sender.release();
      listener.onReserved();
      return;
    }
    NodeId owner = round.namedOwner();
    if (owner != null) {
      namedRefusals++;
      if (round.isTakenByQuorum() || namedRefusals >= MAX_NAMED_REFUSALS) {
        endAsTaken(owner);
        return;
      }
    }
    sender.release();
    backOff(round.isFirst(key, context.self()));
  }

  private void endAsTaken(NodeId owner) {
    end();
    sender.release();
    listener.onTaken(owner);
  }

  private void backOff(boolean first) {
    long nanos = BACKOFF_NANOS << Math.min(failures++, MAX_BACKOFF_DOUBLINGS);
    beginAfter(first ? nanos : nanos * SECOND_FACTOR);
  }

  private void beginAfter(long nanos) {
    isProposing = false;
    attempt++;
    contest.reset();
    later(TimerName.CLAIM_BACKOFF, nanos / 2 + context.engine().random().nextLong(nanos / 2));
  }

  private void later(TimerName timer, long delayNanos) {
    isWaiting = true;
    context.engine().setTimer(timer, this, delayNanos, now -> begin());
  }

  /** At once, or as soon as the step under way has failed. */
  void sendAgain() {
    failures = 0;
    if (isWaiting) {
      stopWaiting();
      later(TimerName.CLAIM_BACKOFF, 0);
    }
  }

  /** Stops for good. */
  void end() {
    isOver = true;
    contest.reset();
    stopWaiting();
  }

  private void stopWaiting() {
    isWaiting = false;
    context.engine().cancelTimer(TimerName.CLAIM_JOIN_POLL, this);
    context.engine().cancelTimer(TimerName.CLAIM_BACKOFF, this);
  }
}
