package net.groupvpn.overlay.dht.lease;

import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** The bodies of lease requests that are more than a signed claim. */
final class LeaseMessages {
  /**
   * LEASE_STATE.
   *
   * @param isFinal whether the answer must be what a replica stands for, after it has asked others
   *     if it has to; otherwise what it happens to know
   * @param offer what the asker brings, or null
   * @param known the digest of the lease that the asker has and need not be told again, or null
   */
  record StateRequest(
      NodeId key, boolean isFinal, LeaseAnswer.@Nullable Lease offer, @Nullable NodeId known) {
    /** Asks what the replica stands for, and shows it the lease that another one told. */
    static StateRequest ofFinder(NodeId key, LeaseAnswer.@Nullable Lease shown) {
      return new StateRequest(key, true, shown, null);
    }

    /** Asks whether the replica knows another lease than this one, if any. */
    static StateRequest toCompare(NodeId key, @Nullable SignedClaim known) {
      return new StateRequest(key, false, null, known == null ? null : known.digest());
    }

    /** Brings a lease. */
    static StateRequest toOffer(NodeId key, LeaseAnswer.Lease offer) {
      return new StateRequest(key, false, offer, offer.claim().digest());
    }

    byte[] toBytes() {
      WireWriter writer = new WireWriter().nodeId(key).flag(isFinal).flag(offer != null);
      if (offer != null) {
        offer.write(writer);
      }
      writer.flag(known != null);
      if (known != null) {
        writer.nodeId(known);
      }
      return writer.toBytes();
    }

    static StateRequest read(WireReader reader) throws WireException {
      NodeId key = reader.nodeId();
      boolean isFinal = reader.flag();
      LeaseAnswer.Lease offer = reader.flag() ? LeaseAnswer.Lease.read(reader, key) : null;
      NodeId known = reader.flag() ? reader.nodeId() : null;
      reader.end();
      return new StateRequest(key, isFinal, offer, known);
    }
  }

  /** PROPOSE, CONFIRM, RELEASE, and LEASE_LOST; only CONFIRM needs a proof. */
  record ClaimRequest(SignedClaim claim, LeaseProof proof) {
    byte[] toBytes() {
      WireWriter writer = new WireWriter();
      claim.signed().write(writer);
      proof.write(writer);
      return writer.toBytes();
    }

    static ClaimRequest read(WireReader reader, DhtOp op) throws WireException {
      SignedClaim claim = SignedClaim.read(reader);
      LeaseProof proof = LeaseProof.read(reader, claim);
      reader.end();
      if (claim.op() != op) {
        throw new WireException("a claim of another phase");
      }
      return new ClaimRequest(claim, proof);
    }
  }

  private LeaseMessages() {}
}
