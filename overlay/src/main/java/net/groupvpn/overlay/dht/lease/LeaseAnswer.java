package net.groupvpn.overlay.dht.lease;

import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Rpc;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a replica says, signed together with the request's number.
 *
 * @param generation the highest that the replica knows for the key
 * @param lastOwner whose generation that is, or null
 * @param rival who holds the provisional grant, or null
 * @param lease the confirmed lease in force, or null
 */
record LeaseAnswer(
    Status status,
    long generation,
    @Nullable NodeId lastOwner,
    @Nullable NodeId rival,
    @Nullable Lease lease) {

  /** A confirmed lease with what is left of it. */
  record Lease(SignedClaim claim, long remainingMillis) {}

  /** How it went. */
  enum Status {
    /** Done as asked: granted, confirmed, released, or state told. */
    OK(0),
    /** Another owns the key. */
    TAKEN(1),
    /** Another has the provisional grant. */
    PENDING(2),
    /** The replica does not know enough yet. */
    BUSY(3),
    /** The replica is not among the closest, as it sees them. */
    NOT_CLOSEST(4),
    /** The generation is too low, or the claim older than one seen before. */
    STALE(5),
    /** The claimant has too many leases, or the replica no room. */
    QUOTA(6);

    private static final Status[] VALUES = values();

    private final int wireValue;

    Status(int wireValue) {
      this.wireValue = wireValue;
    }

    static Status of(int wireValue) throws WireException {
      for (Status status : VALUES) {
        if (status.wireValue == wireValue) {
          return status;
        }
      }
      throw new WireException("unknown status of a lease");
    }
  }

  private static final String PURPOSE = "groupvpn lease answer 1";
  private static final int MAX_CONTENT_BYTES = 4_000;

  byte[] content(DhtOp op, NodeId key, long requestId) {
    WireWriter writer =
        new WireWriter()
            .text(PURPOSE)
            .u8(op.wireValue())
            .nodeId(key)
            .i64(requestId)
            .u8(status.wireValue)
            .i64(generation);
    writeOptional(writer, lastOwner);
    writeOptional(writer, rival);
    writer.flag(lease != null);
    if (lease != null) {
      lease.claim.signed().write(writer);
      writer.i64(lease.remainingMillis);
    }
    return writer.toBytes();
  }

  private static void writeOptional(WireWriter writer, @Nullable NodeId id) {
    writer.flag(id != null);
    if (id != null) {
      writer.nodeId(id);
    }
  }

  /** Reads the signed envelope of an answer; its signature is not checked here. */
  static Unverified read(Rpc.Response response, DhtOp op, NodeId key) throws WireException {
    Signed signed = Signed.read(response.body(), MAX_CONTENT_BYTES);
    response.body().end();
    WireReader reader = new WireReader(signed.content());
    if (!reader.text(PURPOSE.length()).equals(PURPOSE)
        || reader.u8() != op.wireValue()
        || !reader.nodeId().equals(key)
        || reader.i64() != response.requestId()) {
      throw new WireException("answers another request");
    }
    LeaseAnswer answer =
        new LeaseAnswer(
            Status.of(reader.u8()),
            reader.i64(),
            reader.flag() ? reader.nodeId() : null,
            reader.flag() ? reader.nodeId() : null,
            reader.flag() ? readLease(reader, key) : null);
    reader.end();
    return new Unverified(response.from(), signed, answer);
  }

  private static Lease readLease(WireReader reader, NodeId key) throws WireException {
    Lease lease = new Lease(SignedClaim.read(reader), reader.i64());
    if (lease.claim.op() != DhtOp.CONFIRM || !lease.claim.key().equals(key)) {
      throw new WireException("a lease for something else");
    }
    return lease;
  }

  /** An answer whose signature is still to be checked. */
  record Unverified(NodeId replica, Signed signed, LeaseAnswer answer) {}
}
