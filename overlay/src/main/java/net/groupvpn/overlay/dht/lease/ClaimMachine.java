package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * One claim of this node: look up the replicas, PROPOSE, CONFIRM, hold and renew; when refused,
 * RELEASE, wait and begin again. While held, a renewal that fails changes nothing until 0.9 of the
 * lease has passed since the last good one was sent.
 */
final class ClaimMachine implements Dht.Claim {
  private static final long JOIN_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_BACKOFF_DOUBLINGS = 6;

  /** Whoever does not go first waits so many times longer. */
  private static final int SECOND_FACTOR = 5;

  /** One in so many who know of a later owner are believed every other time. */
  private static final int FEW = 4;

  /** Refusals that name an owner, but by no quorum, before that is believed. */
  private static final int MAX_NAMED_REFUSALS = 5;

  /** After a claim: whoever was joining in the middle of it is a replica by then. */
  private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Renewals in a row that a quorum refuses before the lease is lost: when two parts of the network
   * have just met, most replicas may have come from the other one, and not yet heard who wins.
   */
  private static final int MAX_REFUSALS = 3;

  private static final long CONFLICT_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_RENEW_RETRY_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int RENEW_RETRIES_PER_LEASE = 40;

  private enum Phase {
    CLAIMING,
    HELD,
    ENDED
  }

  private final DhtContext context;
  private final LeaseTimes times;
  private final OwnEvidence evidence;
  private final ClaimSender sender;
  private final ShowPace shows = new ShowPace();
  private final SecondLook secondLook = new SecondLook();
  private final NodeId key;
  private final Dht.ClaimListener listener;
  private final Runnable onEnd;
  private byte[] value;
  private Phase phase = Phase.CLAIMING;
  private Committee lastCommittee = Committee.of(NodeId.hash(), List.of());
  private LeaseAnswer.@Nullable Lease rival;
  private long generation;
  private long heldUntilNanos;
  private long renewAtNanos;
  private int attempts;
  private int namedRefusals;
  private int refusals;
  private boolean isWaiting;
  private boolean isRenewing;
  private boolean mustRenewAgain;

  ClaimMachine(
      DhtContext context,
      LeaseTimes times,
      NodeId key,
      byte[] value,
      Dht.ClaimListener listener,
      Runnable onEnd) {
    this.context = context;
    this.times = times;
    LeaseClient client = new LeaseClient(context, times);
    this.evidence = new OwnEvidence(context, client);
    this.sender = new ClaimSender(context, client, key, evidence);
    this.key = key;
    this.value = value.clone();
    this.listener = listener;
    this.onEnd = onEnd;
  }

  @Override
  public boolean isHeld() {
    return phase == Phase.HELD && context.bootNanos() < heldUntilNanos;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public void update(byte[] newValue) {
    value = newValue.clone();
    mustRenewAgain = true;
    renew();
  }

  @Override
  public void release() {
    if (phase != Phase.ENDED) {
      end();
      sendRelease();
    }
  }

  /** Stops without a word to the replicas: the lease lives on for a restart. */
  void abandon() {
    end();
  }

  /**
   * Another owner's lease, verified. If it is in force rather than this one, this one is over at
   * once; otherwise those who hold the other one are shown this one, though not at any pace.
   */
  void onOther(LeaseAnswer.Lease other) {
    NodeId owner = other.claim().claimant();
    if (owner.equals(context.self())) {
      return;
    }
    if (phase == Phase.CLAIMING) {
      rival = other;
    } else if (phase == Phase.HELD && evidence.isBeatenBy(other)) {
      sendRelease();
      lose("it belongs to " + owner + ", who has the better right to it");
    } else if (phase == Phase.HELD) {
      showSoon();
    }
  }

  /** A lease that few stand behind, if any, is confirmed by those who have come. */
  void onSiblingsChanged() {
    if (phase == Phase.HELD && !isRenewing) {
      showIfWeak();
    }
  }

  /**
   * The grants of a confirmation go along with the next one only. Until then a replica that has
   * forgotten everything, and is told of the lease by the others, has no reason to believe it.
   */
  private void showIfWeak() {
    Committee committee = context.committee(key);
    if (evidence.isShownIn(committee)) {
      return;
    }
    if (evidence.isStrongIn(committee)) {
      renewAfter(0);
    } else {
      showSoon();
    }
  }

  private void showSoon() {
    long delayNanos = isRenewing ? ShowPace.NOT_NOW : shows.next(context.bootNanos());
    if (delayNanos != ShowPace.NOT_NOW && context.bootNanos() + delayNanos < renewAtNanos) {
      renewAfter(delayNanos);
    }
  }

  // Claiming, in the order of the steps.

  void begin() {
    isWaiting = false;
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (!context.messenger().isJoined()) {
      later(JOIN_POLL_NANOS);
      return;
    }
    Lookup.startProved(context, key, this::propose);
  }

  private void propose(LookupResult replicas) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (replicas.answered().isEmpty()) {
      backOff(true);
      return;
    }
    lastCommittee = replicas.committee();
    rival = null;
    secondLook.reset();
    evidence.clear();
    sender.propose(lastCommittee, value, listenTo(this::onProposed));
  }

  private void onProposed(ClaimRound round) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (!round.isGranted()) {
      onRefused(round);
      return;
    }
    // A few replicas may not know of the last owner, or make one up: tried in turn.
    generation = round.generationFor(context.self(), attempts % 2 == 0 ? 2 : FEW);
    evidence.add(round);
    secondLook.note(round);
    mustRenewAgain = false;
    confirm(this::onConfirmed);
  }

  private void confirm(Consumer<ClaimRound> done) {
    sender.confirm(lastCommittee, generation, value, listenTo(done));
  }

  private void confirmAgain() {
    if (phase == Phase.CLAIMING) {
      confirm(this::onConfirmed);
    }
  }

  private ClaimRound.Listener listenTo(Consumer<ClaimRound> done) {
    return new ClaimRound.Listener() {
      @Override
      public void onRound(ClaimRound round) {
        done.accept(round);
      }

      @Override
      public void onOther(LeaseAnswer.Lease other) {
        ClaimMachine.this.onOther(other);
      }
    };
  }

  private void onConfirmed(ClaimRound round) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    LeaseAnswer.Lease other = rival;
    evidence.add(round);
    if (!round.isGranted() || (other != null && evidence.isBeatenBy(other))) {
      onRefused(round);
      return;
    }
    secondLook.note(round);
    if (secondLook.isDue()) {
      context
          .engine()
          .setTimer(TimerName.CLAIM_BACKOFF, this, SecondLook.DELAY_NANOS, now -> confirmAgain());
      return;
    }
    phase = Phase.HELD;
    hold(round);
    if (mustRenewAgain) {
      // The value changed after it was signed.
      renew();
    }
    context.engine().setTimer(TimerName.CLAIM_BACKOFF, this, RECHECK_NANOS, now -> recheck());
    listener.onHeld(this);
  }

  /** Replicas that were not asked learn of the lease now, not only when it is renewed. */
  private void recheck() {
    Lookup.startProved(
        context,
        key,
        replicas -> {
          if (!lastCommittee.nodes().containsAll(replicas.committee().nodes())) {
            renew();
          }
        });
  }

  private void onRefused(ClaimRound round) {
    NodeId owner = round.namedOwner();
    if (owner != null) {
      namedRefusals++;
      if (round.isTakenByQuorum() || namedRefusals >= MAX_NAMED_REFUSALS) {
        end();
        sendRelease();
        listener.onTaken(this, owner);
        return;
      }
    }
    sendRelease();
    backOff(round.isFirst(key, context.self()));
  }

  private void backOff(boolean first) {
    long base = BACKOFF_NANOS << Math.min(attempts++, MAX_BACKOFF_DOUBLINGS);
    long nanos = base / 2 + context.engine().random().nextLong(base / 2);
    later(first ? nanos : nanos * SECOND_FACTOR);
  }

  private void later(long delayNanos) {
    isWaiting = true;
    context.engine().setTimer(TimerName.CLAIM_BACKOFF, this, delayNanos, now -> begin());
  }

  /** At once, or as soon as what is under way has failed. */
  void sendAgain() {
    attempts = 0;
    renew();
    if (isWaiting) {
      later(0);
    }
  }

  // Holding.

  private void hold(ClaimRound round) {
    heldUntilNanos = round.sentNanos() + times.useNanos();
    long now = context.bootNanos();
    context
        .engine()
        .setTimer(
            TimerName.LEASE_STOP, this, heldUntilNanos - now, t -> lose("not renewed in time"));
    renewAfter(round.sentNanos() + times.renewNanos() - now);
  }

  private void renewAfter(long delayNanos) {
    renewAtNanos = context.bootNanos() + delayNanos;
    context.engine().setTimer(TimerName.LEASE_RENEW, this, Math.max(0, delayNanos), t -> renew());
  }

  private void renew() {
    if (phase != Phase.HELD) {
      return;
    }
    if (isRenewing) {
      mustRenewAgain = true;
      return;
    }
    isRenewing = true;
    mustRenewAgain = false;
    Lookup.startProved(context, key, this::renewAt);
  }

  private void renewAt(LookupResult replicas) {
    if (phase != Phase.HELD) {
      return;
    }
    if (replicas.answered().isEmpty()) {
      onRenewalFailed(false);
      return;
    }
    lastCommittee = replicas.committee();
    confirm(this::onRenewed);
  }

  private void onRenewed(ClaimRound round) {
    if (phase != Phase.HELD) {
      return;
    }
    evidence.add(round);
    NodeId owner = round.namedOwner();
    boolean isRefused = !round.isGranted() && owner != null && round.isTakenByQuorum();
    if (isRefused) {
      refusals++;
    } else if (round.isGranted()) {
      refusals = 0;
    }
    if (refusals >= MAX_REFUSALS) {
      sendRelease();
      lose("it belongs to " + owner + " after two parts of the network met");
    } else if (!round.isGranted()) {
      onRenewalFailed(owner != null);
    } else {
      isRenewing = false;
      hold(round);
      if (mustRenewAgain) {
        renewAfter(0);
      } else {
        showIfWeak();
      }
    }
  }

  private void onRenewalFailed(boolean hasConflict) {
    isRenewing = false;
    context.count("dht.lease.renewal.failed");
    long retryNanos = Math.min(MAX_RENEW_RETRY_NANOS, times.leaseNanos() / RENEW_RETRIES_PER_LEASE);
    renewAfter(
        hasConflict || mustRenewAgain ? Math.min(CONFLICT_RETRY_NANOS, retryNanos) : retryNanos);
  }

  private void lose(String reason) {
    if (phase == Phase.HELD) {
      end();
      listener.onLost(this, reason);
    }
  }

  // Both.

  private void end() {
    isWaiting = false;
    phase = Phase.ENDED;
    for (TimerName name :
        List.of(TimerName.CLAIM_BACKOFF, TimerName.LEASE_STOP, TimerName.LEASE_RENEW)) {
      context.engine().cancelTimer(name, this);
    }
    onEnd.run();
  }

  private void sendRelease() {
    sender.release(lastCommittee, generation, value);
  }
}
