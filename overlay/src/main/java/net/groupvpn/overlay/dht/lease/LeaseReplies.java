package net.groupvpn.overlay.dht.lease;

import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.RequestDesk;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Signs a replica's answers: a granted claim is evidence that others will judge. */
final class LeaseReplies {
  private final DhtContext context;

  LeaseReplies(DhtContext context) {
    this.context = context;
  }

  /** Answers a claim. A confirmation is granted in the claim's generation. */
  void answer(
      RequestDesk.Request request, SignedClaim claim, Status status, @Nullable LeaseEntry entry) {
    boolean isConfirmed = claim.op() == DhtOp.CONFIRM && status == Status.OK;
    long now = context.bootNanos();
    LeaseAnswer answer =
        entry == null
            ? nothing(status, claim.issuedMillis())
            : new LeaseAnswer(
                status,
                isConfirmed ? claim.generation() : entry.generation(),
                entry.lastOwner(now),
                entry.provisional(now),
                claim.issuedMillis(),
                status == Status.TAKEN ? entry.remaining(now) : null);
    send(request, claim.op(), claim.key(), answer);
  }

  /**
   * Tells what is known of {@code key}; a null {@code entry} means nothing.
   *
   * @param isSure whether to tell only what this replica stands for
   */
  void tell(
      RequestDesk.Request request,
      NodeId key,
      Status status,
      @Nullable LeaseEntry entry,
      boolean isSure) {
    long now = context.bootNanos();
    LeaseAnswer answer =
        entry == null
            ? nothing(status, 0)
            : new LeaseAnswer(
                status,
                entry.generation(),
                entry.lastOwner(now),
                entry.provisional(now),
                0,
                status == Status.SAME || (isSure && entry.sureLease(now) == null)
                    ? null
                    : entry.remaining(now));
    send(request, DhtOp.LEASE_STATE, key, answer);
  }

  /** A claimant tells a rival its side. */
  void contend(RequestDesk.Request request, SignedClaim rival, Contest.Part part) {
    LeaseAnswer answer =
        new LeaseAnswer(part.status(), 0, null, null, rival.issuedMillis(), part.own());
    send(request, DhtOp.CONTEND, rival.key(), answer);
  }

  private static LeaseAnswer nothing(Status status, long claimMillis) {
    return new LeaseAnswer(status, 0, null, null, claimMillis, null);
  }

  private void send(RequestDesk.Request request, DhtOp op, NodeId key, LeaseAnswer answer) {
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
}
