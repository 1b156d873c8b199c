package net.groupvpn.overlay.dht.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.SignedBy;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The proof that a claimant has for its own lease, and how it compares with another lease. */
final class OwnEvidence {
  private final DhtContext context;
  private final LeaseClient client;
  private @Nullable ClaimRound latest;
  private @Nullable ClaimRound before;
  private @Nullable SignedClaim claim;
  private @Nullable LeaseProof shown;

  OwnEvidence(DhtContext context, LeaseClient client) {
    this.context = context;
    this.client = client;
  }

  /** Grants of this round and of the one before count from now on. */
  void add(ClaimRound round) {
    before = latest;
    latest = round;
  }

  /** The replicas are shown {@code next}; this is its proof. */
  LeaseProof show(SignedClaim next) {
    claim = next;
    shown = proofOf(next);
    return shown;
  }

  private LeaseProof proofOf(SignedClaim next) {
    List<SignedBy> grants = new ArrayList<>();
    grants.addAll(latest == null ? List.of() : latest.grants());
    grants.addAll(before == null ? List.of() : before.grants());
    NodeId unit = context.seatOf(context.self()).unit();
    return LeaseProof.of(grants, next, unit, client.rules());
  }

  /** {@code own} with its present proof. */
  LeaseAnswer.Lease of(SignedClaim own, long leftNanos) {
    return new LeaseAnswer.Lease(own, TimeUnit.NANOSECONDS.toMillis(leftNanos), proofOf(own));
  }

  void clear() {
    latest = null;
    before = null;
    claim = null;
    shown = null;
  }

  /**
   * Whether this node is alone, or has shown the replicas a proof that a quorum may stand behind.
   */
  boolean isShownIn(Committee committee) {
    LeaseProof proof = shown;
    return isAlone(committee) || (proof != null && client.rules().areEnough(proof, committee));
  }

  /** Whether the replicas could be shown that a quorum of {@code committee} may stand behind it. */
  boolean isStrongIn(Committee committee) {
    SignedClaim own = claim;
    return isAlone(committee) || (own != null && isEnough(own, committee));
  }

  private boolean isEnough(SignedClaim own, Committee committee) {
    return client.rules().areEnough(proofOf(own), committee);
  }

  private static boolean isAlone(Committee committee) {
    return committee.nodes().size() <= 1;
  }

  /** Whether {@code other} is in force rather than this node's lease. */
  boolean isBeatenBy(LeaseAnswer.Lease other) {
    SignedClaim own = claim;
    return own == null
        || LeaseVerdict.beats(
            own.key(), other.proof().standing(other.claim()), proofOf(own).standing(own));
  }
}
