package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.lease.LeaseMessages.ClaimRequest;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Signs this node's claims of one key, each later than the one before, and sends them. Only a wall
 * clock that was far ahead and is set back makes it begin anew: nobody took claims from then, and
 * would take no later ones.
 */
final class ClaimSender {
  private final DhtContext context;
  private final LeaseClient client;
  private final NodeId key;
  private final OwnEvidence evidence;
  private long issuedMillis;

  ClaimSender(DhtContext context, LeaseClient client, NodeId key, OwnEvidence evidence) {
    this.context = context;
    this.client = client;
    this.key = key;
    this.evidence = evidence;
  }

  void propose(Committee committee, byte[] value, ClaimRound.Listener listener) {
    sign(
        DhtOp.PROPOSE,
        0,
        value,
        claim -> run(new ClaimRequest(claim, nothing()), committee, listener));
  }

  /** The grants go along, to show that others stand behind it. */
  void confirm(Committee committee, long generation, byte[] value, ClaimRound.Listener listener) {
    sign(
        DhtOp.CONFIRM,
        generation,
        value,
        claim -> run(new ClaimRequest(claim, evidence.show(claim)), committee, listener));
  }

  void release(Committee committee, long generation, byte[] value) {
    List<NodeId> replicas = committee.nodes();
    if (replicas.isEmpty()) {
      return;
    }
    sign(
        DhtOp.RELEASE,
        generation,
        value,
        claim -> {
          byte[] body = new ClaimRequest(claim, nothing()).toBytes();
          replicas.forEach(r -> client.ask(r, DhtOp.RELEASE, key, body, answer -> {}));
        });
  }

  private LeaseProof nothing() {
    return LeaseProof.none(context.self());
  }

  private void run(ClaimRequest request, Committee committee, ClaimRound.Listener listener) {
    ClaimRound.run(context, client, request, committee, listener);
  }

  private void sign(DhtOp op, long generation, byte[] value, Consumer<SignedClaim> done) {
    long wallMillis = context.wallMillis();
    boolean isClockSetBack = SignedClaim.isFromTheFuture(issuedMillis, wallMillis);
    issuedMillis = isClockSetBack ? wallMillis : Math.max(issuedMillis + 1, wallMillis);
    byte[] content = SignedClaim.content(op, key, context.self(), generation, issuedMillis, value);
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
