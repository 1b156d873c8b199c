package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.lease.LeaseMessages.ClaimRequest;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.LookupResult;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

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
  private final LeaseClient client;
  private final NodeId key;
  private final Dht.ClaimListener listener;
  private final Runnable onEnd;
  private byte[] value;
  private Phase phase = Phase.CLAIMING;
  private List<NodeId> lastUniverse = List.of();
  private List<Signed> grants = List.of();
  private long generation;
  private long issuedMillis;
  private long heldUntilNanos;
  private long renewedNanos = Long.MIN_VALUE / 2;
  private int attempts;
  private int namedRefusals;
  private int refusals;
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
    this.client = new LeaseClient(context, times);
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

  /** Somebody says that the key was lost: find out by renewing, though not at any pace. */
  void suspect() {
    if (phase != Phase.HELD) {
      return;
    }
    long sinceNanos = context.bootNanos() - renewedNanos;
    if (isRenewing || sinceNanos >= CONFLICT_RETRY_NANOS) {
      renew();
    } else {
      renewAfter(CONFLICT_RETRY_NANOS - sinceNanos);
    }
  }

  // Claiming, in the order of the steps.

  void begin() {
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (!context.messenger().isJoined()) {
      later(JOIN_POLL_NANOS);
      return;
    }
    Lookup.start(context, key, this::propose);
  }

  private void propose(LookupResult replicas) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (replicas.answered().isEmpty()) {
      backOff(true);
      return;
    }
    lastUniverse = replicas.universe();
    sign(DhtOp.PROPOSE, 0, claim -> run(claim, replicas, round -> onProposed(replicas, round)));
  }

  private void onProposed(LookupResult replicas, ClaimRound round) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (!round.isGranted()) {
      onRefused(round);
      return;
    }
    generation = round.generationFor(context.self());
    grants = round.grants();
    mustRenewAgain = false;
    sign(DhtOp.CONFIRM, generation, claim -> run(claim, replicas, this::onConfirmed));
  }

  /** The grants go along with a confirmation, to show that a quorum stands behind it. */
  private void run(SignedClaim claim, LookupResult replicas, Consumer<ClaimRound> done) {
    LeaseProof proof = claim.op() == DhtOp.CONFIRM ? LeaseProof.of(grants, claim) : LeaseProof.NONE;
    ClaimRound.run(context, client, new ClaimRequest(claim, proof), replicas, done);
  }

  private void onConfirmed(ClaimRound round) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    if (!round.isGranted()) {
      onRefused(round);
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
    Lookup.start(
        context,
        key,
        replicas -> {
          if (!lastUniverse.containsAll(replicas.universe())) {
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
    context.engine().setTimer(TimerName.CLAIM_BACKOFF, this, delayNanos, now -> begin());
  }

  // Holding.

  private void hold(ClaimRound round) {
    grants = round.grants();
    heldUntilNanos = round.sentNanos() + times.useNanos();
    long now = context.bootNanos();
    context
        .engine()
        .setTimer(
            TimerName.LEASE_STOP, this, heldUntilNanos - now, t -> lose("not renewed in time"));
    renewAfter(round.sentNanos() + times.renewNanos() - now);
  }

  private void renewAfter(long delayNanos) {
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
    renewedNanos = context.bootNanos();
    Lookup.start(context, key, this::renewAt);
  }

  private void renewAt(LookupResult replicas) {
    if (phase != Phase.HELD) {
      return;
    }
    if (replicas.answered().isEmpty()) {
      onRenewalFailed(false);
      return;
    }
    lastUniverse = replicas.universe();
    sign(DhtOp.CONFIRM, generation, claim -> run(claim, replicas, this::onRenewed));
  }

  private void onRenewed(ClaimRound round) {
    if (phase != Phase.HELD) {
      return;
    }
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
      }
    }
  }

  private void onRenewalFailed(boolean hasConflict) {
    isRenewing = false;
    context.count("dht.lease.renewal.failed");
    long retryNanos = Math.min(MAX_RENEW_RETRY_NANOS, times.leaseNanos() / RENEW_RETRIES_PER_LEASE);
    renewAfter(hasConflict ? Math.min(CONFLICT_RETRY_NANOS, retryNanos) : retryNanos);
  }

  private void lose(String reason) {
    if (phase == Phase.HELD) {
      end();
      listener.onLost(this, reason);
    }
  }

  // Both.

  private void end() {
    phase = Phase.ENDED;
    for (TimerName name :
        List.of(TimerName.CLAIM_BACKOFF, TimerName.LEASE_STOP, TimerName.LEASE_RENEW)) {
      context.engine().cancelTimer(name, this);
    }
    onEnd.run();
  }

  private void sendRelease() {
    List<NodeId> replicas = lastUniverse;
    if (replicas.isEmpty()) {
      return;
    }
    sign(
        DhtOp.RELEASE,
        generation,
        claim -> {
          byte[] body = new ClaimRequest(claim, LeaseProof.NONE).toBytes();
          replicas.forEach(r -> client.ask(r, DhtOp.RELEASE, key, body, answer -> {}));
        });
  }

  private void sign(DhtOp op, long claimGeneration, Consumer<SignedClaim> done) {
    issuedMillis = Math.max(issuedMillis + 1, context.wallMillis());
    byte[] content =
        SignedClaim.content(op, key, context.self(), claimGeneration, issuedMillis, value);
    context.signatures().sign(content, signed -> done.accept(parse(signed)));
  }

  private static SignedClaim parse(Signed signed) {
    WireWriter writer = new WireWriter();
    signed.write(writer);
    try {
      return SignedClaim.read(new WireReader(writer.toBytes()));
    } catch (WireException e) {
      throw new IllegalStateException("this node signed a claim that it cannot read", e);
    }
  }
}
