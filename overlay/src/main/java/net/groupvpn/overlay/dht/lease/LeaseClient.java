package net.groupvpn.overlay.dht.lease;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** Asks one replica about one lease and checks every signature of the answer. */
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

  /** As above; {@code done} also gets what the answer was read from. */
  void askSigned(
      NodeId replica,
      DhtOp op,
      NodeId key,
      byte[] body,
      BiConsumer<@Nullable LeaseAnswer, @Nullable Signed> done) {
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
                Signed signed = unverified.signed();
                verify(unverified, answer -> done.accept(answer, signed));
              }
            });
  }

  private void verify(LeaseAnswer.Unverified unverified, Consumer<@Nullable LeaseAnswer> done) {
    context
        .signatures()
        .verify(
            unverified.signed(),
            unverified.replica(),
            valid -> {
              if (valid) {
                verifyLease(unverified.answer(), done);
              } else {
                done.accept(null);
              }
            });
  }

  private void verifyProof(LeaseAnswer.Lease lease, Consumer<LeaseProof> done) {
    lease.proof().verify(lease.claim(), context.signatures(), done);
  }

  private void verifyLease(LeaseAnswer answer, Consumer<@Nullable LeaseAnswer> done) {
    LeaseAnswer.Lease lease = answer.lease();
    if (lease == null) {
      done.accept(answer);
    } else if (!lease.claim().isFresh(context.wallMillis(), times)) {
      context.count("dropped.dht.lease.old");
      done.accept(null);
    } else {
      context
          .signatures()
          .verify(
              lease.claim().signed(),
              lease.claim().claimant(),
              valid -> {
                if (valid) {
                  verifyProof(lease, proof -> done.accept(answer.withProof(proof)));
                } else {
                  done.accept(null);
                }
              });
    }
  }
}
