package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.dht.LeaseRule;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.lease.LeaseMessages.ClaimRequest;
import net.groupvpn.overlay.dht.lease.LeaseMessages.StateRequest;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.RequestDesk;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that keeps leases. The steps for a claim: parse, verify, check that this node
 * is a replica, check that it is informed, apply the entry's rules, sign the answer. When the view
 * changes, live leases are exchanged with its new members. If two owners meet in this way, the
 * loser is told.
 */
public final class LeaseReplica {
  private final DhtContext context;
  private final LeaseTimes times;
  private final LeaseTable table;
  private final LeaseClient client;
  private final LeaseSync sync;
  private final LeaseReplies replies;
  private final LeaseUpkeep upkeep;
  private LeaseRule rule = LeaseRule.ANY;

  /** Starts to serve claims. */
  public LeaseReplica(DhtContext context, LeaseTimes times) {
    this.context = context;
    this.times = times;
    this.table = new LeaseTable(times);
    this.client = new LeaseClient(context, times);
    this.sync = new LeaseSync(context, client, this::adopt, this::onExchanged);
    this.upkeep = new LeaseUpkeep(context, times, table, client, sync);
    this.replies = new LeaseReplies(context);
    for (DhtOp op : List.of(DhtOp.PROPOSE, DhtOp.CONFIRM, DhtOp.RELEASE)) {
      context.rpc().serve(op, (request, body) -> onClaim(op, request, body));
    }
    context.rpc().serve(DhtOp.LEASE_STATE, this::onState);
    context.messenger().onSiblingsChanged(upkeep::exchangeSoon);
    context
        .messenger()
        .onPeerLost(peer -> table.all().forEach(entry -> entry.informants.forget(peer)));
  }

  /**
   * From now on only what {@code newRule} admits is granted; what was granted runs out by itself.
   */
  public void setRule(LeaseRule newRule) {
    rule = newRule;
  }

  /** Keys about which something is kept now. */
  public int size() {
    return table.size();
  }

  /** The wall clock was set. */
  public void onClockSet() {
    table.all().forEach(entry -> entry.forgetTheFuture(context.wallMillis()));
  }

  private void onClaim(DhtOp op, RequestDesk.Request request, WireReader body)
      throws WireException {
    ClaimRequest proven = ClaimRequest.read(body, op);
    SignedClaim claim = proven.claim();
    if (context.signatures().isOverloaded()) {
      request.postpone();
      return;
    }
    client.verifyClaim(
        claim,
        proven.proof(),
        proof -> {
          if (proof != null) {
            onVerified(request, claim, proof);
          }
        });
  }

  private void onVerified(RequestDesk.Request request, SignedClaim claim, LeaseProof proof) {
    NodeId key = claim.key();
    Status refusal = refusalOf(claim, proof.unit());
    LeaseEntry entry = refusal == null ? openEntry(key) : null;
    if (refusal != null) {
      replies.answer(request, claim, refusal, null);
    } else if (entry == null) {
      replies.answer(request, claim, Status.QUOTA, null);
    } else if (claim.op() == DhtOp.RELEASE) {
      entry.release(claim, context.bootNanos());
      replies.answer(request, claim, Status.OK, entry);
    } else if (isQuotaReached(claim, proof, key)) {
      context.count(OverlayCounter.DROPPED_DHT_CLAIM_QUOTA);
      replies.answer(request, claim, Status.QUOTA, entry);
    } else if (isRenewal(entry, claim)) {
      apply(request, claim, proof, entry);
    } else {
      sync.whenInformed(entry, () -> applyIfInformed(request, claim, proof, entry));
    }
  }

  private boolean isQuotaReached(SignedClaim claim, LeaseProof proof, NodeId key) {
    return table.isQuotaReached(claim.claimant(), proof.unit(), key, context.bootNanos());
  }

  /** Why a claim of {@code unit} is refused whatever is known of its key, or null. */
  private @Nullable Status refusalOf(SignedClaim claim, NodeId unit) {
    Status refusal = refusalFor(claim.key());
    boolean isReserved = claim.op() != DhtOp.RELEASE && !rule.mayHold(claim.key(), unit);
    if (refusal == null && isReserved) {
      context.count(OverlayCounter.DROPPED_DHT_CLAIM_RESERVED);
      return Status.RESERVED;
    }
    return refusal;
  }

  /** Why this node cannot be a replica of {@code key}, or null if it can. */
  private @Nullable Status refusalFor(NodeId key) {
    if (!context.messenger().isJoined()) {
      return Status.BUSY;
    }
    return context.committee(key).contains(context.self()) ? null : Status.NOT_CLOSEST;
  }

  private @Nullable LeaseEntry openEntry(NodeId key) {
    LeaseEntry entry = table.open(key, context.bootNanos());
    if (entry == null) {
      context.count(OverlayCounter.DROPPED_DHT_LEASE_TABLE);
    } else {
      upkeep.watch();
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
      replies.answer(request, claim, Status.BUSY, entry);
    }
  }

  private void apply(
      RequestDesk.Request request, SignedClaim claim, LeaseProof proof, LeaseEntry entry) {
    long now = context.bootNanos();
    SignedClaim before = entry.lease(now);
    Status status =
        claim.op() == DhtOp.PROPOSE
            ? entry.propose(claim, proof.unit(), now)
            : entry.confirm(claim, proof, context.committee(entry.key), now);
    if (claim.op() == DhtOp.CONFIRM && status == Status.TAKEN && before != null) {
      long untilNanos = now + times.leaseNanos();
      SignedClaim loser = entry.adopt(claim, proof, untilNanos, isStrong(entry, proof), now);
      if (loser != null && !loser.equals(claim)) {
        // Two parts of the network have met, and the owner in the other one wins.
        tellLoser(entry, loser);
        status = Status.OK;
      }
    }
    onHeld(entry, before);
    replies.answer(request, claim, status, entry);
  }

  private void onState(RequestDesk.Request request, WireReader body) throws WireException {
    StateRequest state = StateRequest.read(body);
    LeaseAnswer.Lease offer = state.offer();
    if (context.signatures().isOverloaded()) {
      request.postpone();
      return;
    }
    if (offer == null || refusalFor(state.key()) != null) {
      tellState(request, state);
      return;
    }
    client.verifyClaim(
        offer.claim(),
        offer.proof(),
        proof -> {
          if (proof == null) {
            tellState(request, state);
          } else {
            onOffer(request, state, proof);
          }
        });
  }

  private void onOffer(RequestDesk.Request request, StateRequest state, LeaseProof proof) {
    LeaseAnswer.Lease offer = state.offer();
    LeaseEntry entry = openEntry(state.key());
    if (entry != null && offer != null) {
      adopt(entry, new LeaseAnswer.Lease(offer.claim(), offer.toldMillis(), proof));
      if (!sync.isInformed(entry)) {
        // A newcomer hears from all now: later, when it is asked, one of them may have died.
        upkeep.exchangeSoon();
      }
    }
    tellState(request, state);
  }

  private void tellState(RequestDesk.Request request, StateRequest state) {
    NodeId key = state.key();
    if (!state.isFinal()) {
      LeaseEntry known = table.find(key);
      replies.tell(request, key, statusFor(state, known), known, false);
      return;
    }
    Status refusal = refusalFor(key);
    LeaseEntry entry = refusal == null ? openEntry(key) : null;
    if (entry == null) {
      replies.tell(request, key, refusal == null ? Status.QUOTA : refusal, null, true);
      return;
    }
    sync.whenInformed(
        entry,
        () ->
            replies.tell(
                request, key, sync.isInformed(entry) ? Status.OK : Status.BUSY, entry, true));
  }

  private Status statusFor(StateRequest state, @Nullable LeaseEntry entry) {
    LeaseAnswer.Lease live = entry == null ? null : entry.remaining(context.bootNanos());
    if (!context.messenger().isJoined()) {
      return Status.BUSY;
    }
    boolean same = live != null && LeaseMessages.Known.of(live).equals(state.known());
    return same ? Status.SAME : Status.OK;
  }

  private void adopt(LeaseEntry entry, LeaseAnswer.Lease reported) {
    long now = context.bootNanos();
    if (!Objects.equals(reported.claim().claimant(), entry.holder(now))
        && isQuotaReached(reported.claim(), reported.proof(), entry.key)) {
      context.count(OverlayCounter.DROPPED_DHT_CLAIM_QUOTA);
      return;
    }
    long untilNanos = now + reported.remainingNanos(times);
    SignedClaim before = entry.lease(now);
    SignedClaim loser =
        entry.adopt(
            reported.claim(), reported.proof(), untilNanos, isStrong(entry, reported.proof()), now);
    onHeld(entry, before);
    if (loser != null) {
      tellLoser(entry, loser);
    }
  }

  private boolean isStrong(LeaseEntry entry, LeaseProof proof) {
    return client.rules().areEnough(proof, context.committee(entry.key));
  }

  /** With the proof: an owner does not believe an unproved claim. */
  private void tellLoser(LeaseEntry entry, SignedClaim loser) {
    LeaseAnswer.Lease winner = entry.remaining(context.bootNanos());
    if (winner != null) {
      context.count(OverlayCounter.DHT_LEASE_CONFLICT);
      context
          .rpc()
          .ask(
              loser.claimant(),
              DhtOp.LEASE_LOST,
              new ClaimRequest(winner.claim(), winner.proof()).toBytes(),
              response -> response.body().remaining(),
              ignored -> {});
    }
  }

  /** A claim or renewal does not reach nodes outside the view. */
  private void onHeld(LeaseEntry entry, @Nullable SignedClaim before) {
    SignedClaim live = entry.lease(context.bootNanos());
    if (live != null && (before == null || before.issuedMillis() != live.issuedMillis())) {
      entry.informants.forgetExcept(context.committee(entry.key).nodes());
    }
  }

  private void onExchanged(LeaseEntry entry) {
    upkeep.onExchanged(entry);
  }

  /** Gives every live lease to the node that replaces this one. */
  public void leave() {
    upkeep.leave();
  }
}
