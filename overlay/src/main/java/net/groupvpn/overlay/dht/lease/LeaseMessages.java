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
   * @param offer what the asker knows, or null
   */
  record StateRequest(NodeId key, boolean isFinal, LeaseAnswer.@Nullable Lease offer) {
    byte[] toBytes() {
      WireWriter writer = new WireWriter().nodeId(key).flag(isFinal).flag(offer != null);
      if (offer != null) {
        offer.write(writer);
      }
      return writer.toBytes();
    }

    static StateRequest read(WireReader reader) throws WireException {
      NodeId key = reader.nodeId();
      boolean isFinal = reader.flag();
      LeaseAnswer.Lease offer = reader.flag() ? LeaseAnswer.Lease.read(reader, key) : null;
      reader.end();
      return new StateRequest(key, isFinal, offer);
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
