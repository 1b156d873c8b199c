package net.groupvpn.overlay.dht.lease;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.dht.rpc.SignedBy;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** Asks one replica about one lease, and checks every signature of the answer. */
final class LeaseClient {
  private final DhtContext context;
  private final LeaseTimes times;

  LeaseClient(DhtContext context, LeaseTimes times) {
    this.context = context;
    this.times = times;
  }

  /** {@code done} gets null when the replica stays silent or its answer cannot be trusted. */
  void ask(
      NodeId replica, DhtOp op, NodeId key, byte[] body, Consumer<@Nullable LeaseAnswer> done) {
    askSigned(replica, op, key, body, (answer, signed) -> done.accept(answer));
  }

  /** As above; {@code done} also gets the raw answer. */
  void askSigned(
      NodeId replica,
      DhtOp op,
      NodeId key,
      byte[] body,
      BiConsumer<@Nullable LeaseAnswer, @Nullable SignedBy> done) {
    context
        .rpc()
        .<LeaseAnswer.Unverified>ask(
            replica,
            op,
            body,
            response -> LeaseAnswer.read(response, op, key),
            unverified -> {
              if (unverified == null) {
                done.accept(null, null);
              } else {
                verify(unverified, done);
              }
            });
  }

  private void verify(
      LeaseAnswer.Unverified unverified,
      BiConsumer<@Nullable LeaseAnswer, @Nullable SignedBy> done) {
    Signed signed = unverified.signed();
    context
        .signatures()
        .identify(
            signed,
            unverified.replica(),
            seat -> {
              if (seat == null) {
                done.accept(null, null);
              } else {
                SignedBy proved = new SignedBy(signed, seat);
                verifyLease(unverified.answer(), answer -> done.accept(answer, proved));
              }
            });
  }

  private void verifyLease(LeaseAnswer answer, Consumer<@Nullable LeaseAnswer> done) {
    LeaseAnswer.Lease lease = answer.lease();
    if (lease == null) {
      done.accept(answer);
    } else {
      verifyClaim(
          lease.claim(),
          lease.proof(),
          proof -> done.accept(proof == null ? null : answer.withProof(proof)));
    }
  }

  /** Checks a claim and its proof; null if it is too old, or not signed by its claimant. */
  void verifyClaim(SignedClaim claim, LeaseProof proof, Consumer<@Nullable LeaseProof> done) {
    if (!claim.isFresh(context.wallMillis(), times)) {
      context.count(OverlayCounter.DROPPED_DHT_LEASE_OLD);
      done.accept(null);
      return;
    }
    context
        .signatures()
        .identify(
            claim.signed(),
            claim.claimant(),
            seat -> {
              if (seat == null) {
                done.accept(null);
              } else {
                proof.verify(claim, seat.unit(), context.signatures(), rules(), done);
              }
            });
  }

  /** The rules for grants that are in force now. */
  ValidGrants rules() {
    return new ValidGrants(context.groupMembers(), times);
  }
}
