package net.groupvpn.overlay.dht.lease;

import java.util.List;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

/**
 * Signs and sends this node's claims of one key, each later than the one before. The times start
 * again only if a wall clock that was far ahead is set back: nobody accepted the claims from then,
 * and nobody would accept later ones.
 */
final class ClaimSender {
  private final DhtContext context;
  private final LeaseClient client;
  private final NodeId key;
  private final OwnEvidence evidence;
  private Committee committee = Committee.of(NodeId.hash(), List.of());
  private byte[] value;
  private boolean hasNewValue;
  private long generation;
  private long issuedMillis;
  private @Nullable SignedClaim latest;

  ClaimSender(
      DhtContext context, LeaseClient client, NodeId key, byte[] value, OwnEvidence evidence) {
    this.context = context;
    this.client = client;
    this.key = key;
    this.value = value.clone();
    this.evidence = evidence;
  }

  /** Sets the replicas to ask from now on. */
  void ask(Committee replicas) {
    committee = replicas;
  }

  /** The replicas to ask. */
  Committee committee() {
    return committee;
  }

  /** The generation that this node confirms. */
  long generation() {
    return generation;
  }

  void setGeneration(long next) {
    generation = next;
  }

  void setValue(byte[] newValue) {
    value = newValue.clone();
    hasNewValue = true;
  }

  /** Whether the value has changed since the last claim was signed. */
  boolean hasNewValue() {
    return hasNewValue;
  }

  void propose(ClaimRound.Listener listener) {
    sign(DhtOp.PROPOSE, 0, claim -> run(new ClaimRequest(claim, nothing()), listener));
  }

  /** Sends the grants along, as proof that others stand behind the claim. */
  void confirm(ClaimRound.Listener listener) {
    sign(
        DhtOp.CONFIRM,
        generation,
        claim -> run(new ClaimRequest(claim, evidence.show(claim)), listener));
  }

  void release() {
    List<NodeId> replicas = committee.nodes();
    if (replicas.isEmpty()) {
      return;
    }
    sign(
        DhtOp.RELEASE,
        generation,
        claim -> {
          byte[] body = new ClaimRequest(claim, nothing()).toBytes();
          replicas.forEach(r -> client.ask(r, DhtOp.RELEASE, key, body, answer -> {}));
        });
  }

  /** Whether anything was proposed; signing the first proposal takes a moment. */
  boolean hasSent() {
    return latest != null;
  }

  /** The last proposal or confirmation, as signed. */
  SignedClaim latest() {
    return Objects.requireNonNull(latest, "nothing was sent");
  }

  private LeaseProof nothing() {
    return LeaseProof.none(context.self());
  }

  private void run(ClaimRequest request, ClaimRound.Listener listener) {
    latest = request.claim();
    ClaimRound.run(context, client, request, committee, listener);
  }

  private void sign(DhtOp op, long itsGeneration, Consumer<SignedClaim> done) {
    hasNewValue = false;
    long wallMillis = context.wallMillis();
    boolean isClockSetBack = SignedClaim.isFromTheFuture(issuedMillis, wallMillis);
    issuedMillis = isClockSetBack ? wallMillis : Math.max(issuedMillis + 1, wallMillis);
    byte[] content =
        SignedClaim.content(op, key, context.self(), itsGeneration, issuedMillis, value);
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
