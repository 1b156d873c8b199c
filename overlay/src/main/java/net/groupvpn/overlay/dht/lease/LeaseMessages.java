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
        offer.claim().signed().write(writer);
        writer.i64(offer.remainingMillis());
      }
      return writer.toBytes();
    }

    static StateRequest read(WireReader reader) throws WireException {
      NodeId key = reader.nodeId();
      boolean isFinal = reader.flag();
      LeaseAnswer.Lease offer =
          reader.flag() ? new LeaseAnswer.Lease(SignedClaim.read(reader), reader.i64()) : null;
      reader.end();
      if (offer != null
          && (!offer.claim().key().equals(key) || offer.claim().op() != DhtOp.CONFIRM)) {
        throw new WireException("offers a lease of another key");
      }
      return new StateRequest(key, isFinal, offer);
    }
  }

  private LeaseMessages() {}

  static SignedClaim readClaim(WireReader reader, DhtOp op) throws WireException {
    SignedClaim claim = SignedClaim.read(reader);
    reader.end();
    if (claim.op() != op) {
      throw new WireException("a claim of another phase");
    }
    return claim;
  }

  static byte[] toBytes(SignedClaim claim) {
    WireWriter writer = new WireWriter();
    claim.signed().write(writer);
    return writer.toBytes();
  }
}
