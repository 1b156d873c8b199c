package net.groupvpn.overlay.dht.lease;

import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** The bodies of lease requests that contain more than a signed claim. */
final class LeaseMessages {
  /**
   * Identifies a lease.
   *
   * @param digest digest of the claim
   * @param strength strength of the proof; with another strength it is not the same lease
   */
  record Known(NodeId digest, int strength) {
    static Known of(LeaseAnswer.Lease lease) {
      return new Known(lease.claim().digest(), lease.proof().strength());
    }
  }

  /**
   * LEASE_STATE.
   *
   * @param isFinal whether the answer must be what the replica stands for, after asking others if
   *     necessary; otherwise what it currently knows
   * @param offer what the asker brings, or null
   * @param known what the asker has and need not be told again, or null
   */
  record StateRequest(
      NodeId key, boolean isFinal, LeaseAnswer.@Nullable Lease offer, @Nullable Known known) {
    /** Asks what the replica stands for, and shows it the lease that another replica told. */
    static StateRequest ofFinder(NodeId key, LeaseAnswer.@Nullable Lease shown) {
      return new StateRequest(key, true, shown, null);
    }

    /** Asks whether the replica knows a lease other than this one, which may be null. */
    static StateRequest toCompare(NodeId key, LeaseAnswer.@Nullable Lease known) {
      return new StateRequest(key, false, null, known == null ? null : Known.of(known));
    }

    /** Brings a lease. */
    static StateRequest toOffer(NodeId key, LeaseAnswer.Lease offer) {
      return new StateRequest(key, false, offer, Known.of(offer));
    }

    byte[] toBytes() {
      WireWriter writer = new WireWriter().nodeId(key).flag(isFinal).flag(offer != null);
      if (offer != null) {
        offer.write(writer);
      }
      writer.flag(known != null);
      if (known != null) {
        writer.nodeId(known.digest).u8(known.strength);
      }
      return writer.toBytes();
    }

    static StateRequest read(WireReader reader) throws WireException {
      NodeId key = reader.nodeId();
      boolean isFinal = reader.flag();
      LeaseAnswer.Lease offer = reader.flag() ? LeaseAnswer.Lease.read(reader, key) : null;
      Known known = reader.flag() ? new Known(reader.nodeId(), reader.u8()) : null;
      reader.end();
      return new StateRequest(key, isFinal, offer, known);
    }
  }

  /** PROPOSE, CONFIRM, RELEASE, LEASE_LOST and CONTEND; PROPOSE and RELEASE need no proof. */
  record ClaimRequest(SignedClaim claim, LeaseProof proof) {
    byte[] toBytes() {
      WireWriter writer = new WireWriter();
      claim.signed().write(writer);
      proof.write(writer);
      return writer.toBytes();
    }

    static ClaimRequest read(WireReader reader, DhtOp op) throws WireException {
      ClaimRequest request = readAny(reader);
      if (request.claim.op() != op) {
        throw new WireException("a claim of another phase");
      }
      return request;
    }

    private static ClaimRequest readAny(WireReader reader) throws WireException {
      SignedClaim claim = SignedClaim.read(reader);
      LeaseProof proof = LeaseProof.read(reader, claim);
      reader.end();
      return new ClaimRequest(claim, proof);
    }

    /** What a rival shows: it wants the key, or confirms that it has it. */
    static ClaimRequest ofRival(WireReader reader) throws WireException {
      ClaimRequest request = readAny(reader);
      if (request.claim.op() == DhtOp.RELEASE) {
        throw new WireException("a rival that wants nothing");
      }
      return request;
    }
  }

  private LeaseMessages() {}
}
