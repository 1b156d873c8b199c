package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.lease.LeaseMessages.ClaimRequest;
import net.groupvpn.overlay.dht.lease.LeaseMessages.StateRequest;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.RequestDesk;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * One node as keeper of leases. A claim goes through: parse, verify, am I a replica, am I informed,
 * the entry's rules, sign the answer. When the view changes, live leases are exchanged with its new
 * members; if two owners meet so, the one who loses is told.
 */
public final class LeaseReplica {
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** After an exchange in which some did not answer: they may only just be joining. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long MAX_SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int SWEEPS_PER_LEASE = 4;

  private final DhtContext context;
  private final LeaseTimes times;
  private final LeaseTable table;
  private final LeaseClient client;
  private final LeaseSync sync;

  /** Begins to serve claims. */
  public LeaseReplica(DhtContext context, LeaseTimes times) {
    this.context = context;
    this.times = times;
    this.table = new LeaseTable(times);
    this.client = new LeaseClient(context, times);
    this.sync = new LeaseSync(context, times, client, this::adopt, this::onExchanged);
    for (DhtOp op : List.of(DhtOp.PROPOSE, DhtOp.CONFIRM, DhtOp.RELEASE)) {
      context.rpc().serve(op, (request, body) -> onClaim(op, request, body));
    }
    context.rpc().serve(DhtOp.LEASE_STATE, this::onState);
    context.messenger().onSiblingsChanged(() -> scheduleExchange(SETTLE_NANOS));
    context.messenger().onPeerLost(peer -> table.all().forEach(entry -> entry.forgetHeard(peer)));
  }

  /** Keys about which something is kept now. */
  public int size() {
    return table.size();
  }

  private void onClaim(DhtOp op, RequestDesk.Request request, WireReader body)
      throws WireException {
    ClaimRequest proven = ClaimRequest.read(body, op);
    SignedClaim claim = proven.claim();
    if (!claim.isFresh(context.wallMillis(), times)) {
      context.count("dropped.dht.claim.old");
    } else if (context.signatures().isOverloaded()) {
      request.postpone();
    } else {
      context
          .signatures()
          .verify(
              claim.signed(),
              claim.claimant(),
              valid -> {
                if (valid) {
                  verifyProof(claim, proven.proof(), proof -> onVerified(request, claim, proof));
                }
              });
    }
  }

  private void verifyProof(SignedClaim claim, LeaseProof proof, Consumer<LeaseProof> done) {
    proof.verify(claim, context.signatures(), done);
  }

  private void onVerified(RequestDesk.Request request, SignedClaim claim, LeaseProof proof) {
    NodeId key = claim.key();
    Status refusal = refusalFor(key);
    LeaseEntry entry = refusal == null ? openEntry(key) : null;
    if (refusal != null) {
      answer(request, claim.op(), key, refusal, null);
    } else if (entry == null) {
      answer(request, claim.op(), key, Status.QUOTA, null);
    } else if (claim.op() == DhtOp.RELEASE) {
      entry.release(claim, context.bootNanos());
      answer(request, claim.op(), key, Status.OK, entry);
    } else if (table.isQuotaReached(claim.claimant(), key, context.bootNanos())) {
      context.count("dropped.dht.claim.quota");
      answer(request, claim.op(), key, Status.QUOTA, entry);
    } else if (isRenewal(entry, claim)) {
      apply(request, claim, proof, entry);
    } else {
      sync.whenInformed(entry, () -> applyIfInformed(request, claim, proof, entry));
    }
  }

  /** Why this node cannot be a replica of {@code key}, or null if it can. */
  private @Nullable Status refusalFor(NodeId key) {
    if (!context.messenger().isJoined()) {
      return Status.BUSY;
    }
    return context.view(key).contains(context.self()) ? null : Status.NOT_CLOSEST;
  }

  private @Nullable LeaseEntry openEntry(NodeId key) {
    LeaseEntry entry = table.open(key, context.bootNanos());
    if (entry == null) {
      context.count("dropped.dht.lease.table");
    } else if (!context.engine().isTimerSet(TimerName.LEASE_SWEEP, this)) {
      scheduleSweep();
    }
    return entry;
  }

  private boolean isRenewal(LeaseEntry entry, SignedClaim claim) {
    SignedClaim live = entry.lease(context.bootNanos());
    return live != null && live.claimant().equals(claim.claimant());
  }

  private void applyIfInformed(
      RequestDesk.Request request, SignedClaim claim, LeaseProof proof, LeaseEntry entry) {
    if (isRenewal(entry, claim) || (sync.isInformed(entry) && refusalFor(claim.key()) == null)) {
      apply(request, claim, proof, entry);
    } else {
      answer(request, claim.op(), claim.key(), Status.BUSY, entry);
    }
  }

  private void apply(
      RequestDesk.Request request, SignedClaim claim, LeaseProof proof, LeaseEntry entry) {
    long now = context.bootNanos();
    SignedClaim before = entry.lease(now);
    Status status =
        claim.op() == DhtOp.PROPOSE
            ? entry.propose(claim, now, times)
            : entry.confirm(claim, proof, now, times);
    onHeld(entry, before);
    answer(request, claim.op(), claim.key(), status, entry);
  }

  private void onState(RequestDesk.Request request, WireReader body) throws WireException {
    StateRequest state = StateRequest.read(body);
    LeaseAnswer.Lease offer = state.offer();
    if (context.signatures().isOverloaded()) {
      request.postpone();
      return;
    }
    if (offer == null
        || refusalFor(state.key()) != null
        || !offer.claim().isFresh(context.wallMillis(), times)) {
      tellState(request, state);
      return;
    }
    context
        .signatures()
        .verify(
            offer.claim().signed(),
            offer.claim().claimant(),
            valid -> {
              if (valid) {
                verifyProof(offer.claim(), offer.proof(), proof -> onOffer(request, state, proof));
              } else {
                tellState(request, state);
              }
            });
  }

  private void onOffer(RequestDesk.Request request, StateRequest state, LeaseProof proof) {
    LeaseAnswer.Lease offer = state.offer();
    LeaseEntry entry = openEntry(state.key());
    if (entry != null && offer != null) {
      adopt(entry, new LeaseAnswer.Lease(offer.claim(), offer.remainingMillis(), proof));
    }
    tellState(request, state);
  }

  private void tellState(RequestDesk.Request request, StateRequest state) {
    NodeId key = state.key();
    if (!state.isFinal()) {
      LeaseEntry known = table.find(key);
      answer(request, DhtOp.LEASE_STATE, key, statusFor(state, known), known);
      return;
    }
    Status refusal = refusalFor(key);
    LeaseEntry entry = refusal == null ? openEntry(key) : null;
    if (entry == null) {
      answer(request, DhtOp.LEASE_STATE, key, refusal == null ? Status.QUOTA : refusal, null);
      return;
    }
    sync.whenInformed(
        entry,
        () ->
            answer(
                request,
                DhtOp.LEASE_STATE,
                key,
                sync.isInformed(entry) ? Status.OK : Status.BUSY,
                entry));
  }

  private Status statusFor(StateRequest state, @Nullable LeaseEntry entry) {
    LeaseAnswer.Lease live = entry == null ? null : entry.remaining(context.bootNanos());
    if (!context.messenger().isJoined()) {
      return Status.BUSY;
    }
    boolean same = live != null && LeaseMessages.Known.of(live).equals(state.known());
    return same ? Status.SAME : Status.OK;
  }

  private void answer(
      RequestDesk.Request request,
      DhtOp op,
      NodeId key,
      Status status,
      @Nullable LeaseEntry entry) {
    long now = context.bootNanos();
    LeaseAnswer answer =
        entry == null
            ? new LeaseAnswer(status, 0, null, null, null)
            : new LeaseAnswer(
                status,
                entry.generation(),
                entry.lastOwner(),
                entry.provisional(now),
                isLeaseTold(op, status) ? entry.remaining(now) : null);
    context
        .signatures()
        .sign(
            answer.content(op, key, request.id()),
            signed -> {
              WireWriter writer = new WireWriter();
              signed.write(writer);
              request.respond(writer.toBytes());
            });
  }

  private static boolean isLeaseTold(DhtOp op, Status status) {
    return (op == DhtOp.LEASE_STATE && status != Status.SAME) || status == Status.TAKEN;
  }

  private void adopt(LeaseEntry entry, LeaseAnswer.Lease reported) {
    long now = context.bootNanos();
    long maxMillis = TimeUnit.NANOSECONDS.toMillis(times.leaseNanos());
    long remainingMillis = Math.max(0, Math.min(reported.remainingMillis(), maxMillis));
    long untilNanos = now + TimeUnit.MILLISECONDS.toNanos(remainingMillis);
    SignedClaim before = entry.lease(now);
    SignedClaim loser = entry.adopt(reported.claim(), reported.proof(), untilNanos, now);
    SignedClaim winner = entry.lease(now);
    onHeld(entry, before);
    if (loser != null && winner != null) {
      context.count("dht.lease.conflict");
      context
          .rpc()
          .ask(
              loser.claimant(),
              DhtOp.LEASE_LOST,
              new ClaimRequest(winner, LeaseProof.NONE).toBytes(),
              response -> response.body().remaining(),
              ignored -> {});
    }
  }

  /** A claim or renewal does not reach those who are not in the view now. */
  private void onHeld(LeaseEntry entry, @Nullable SignedClaim before) {
    SignedClaim live = entry.lease(context.bootNanos());
    if (live != null && (before == null || before.issuedMillis() != live.issuedMillis())) {
      entry.forgetHeardExcept(context.view(entry.key));
    }
  }

  private void scheduleExchange(long delayNanos) {
    if (table.size() > 0 && !context.engine().isTimerSet(TimerName.LEASE_SYNC, this)) {
      context.engine().setTimer(TimerName.LEASE_SYNC, this, delayNanos, now -> exchange());
    }
  }

  /** Those who hold a lease owe it to all replicas, also to those who did not answer at first. */
  private void onExchanged(LeaseEntry entry) {
    if (entry.lease(context.bootNanos()) != null && sync.hasStrangers(entry)) {
      scheduleExchange(RETRY_NANOS);
    }
  }

  private void exchange() {
    boolean joined = context.messenger().isJoined();
    for (LeaseEntry entry : table.all()) {
      if (!joined) {
        entry.forgetAllHeard();
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

  /** Gives every live lease to the node that takes this one's place. */
  public void leave() {
    for (LeaseEntry entry : table.all()) {
      LeaseAnswer.Lease lease = entry.remaining(context.bootNanos());
      List<NodeId> next = context.messenger().closestKnown(entry.key, Dht.REPLICAS + 1);
      if (lease != null && next.size() > Dht.REPLICAS) {
        byte[] body = StateRequest.toOffer(entry.key, lease).toBytes();
        client.ask(next.get(Dht.REPLICAS), DhtOp.LEASE_STATE, entry.key, body, answer -> {});
      }
    }
  }
}
