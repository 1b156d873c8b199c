package net.groupvpn.overlay.dht.lease;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Rpc;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A replica's answer, signed together with the request's number.
 *
 * @param generation the highest that the replica knows for the key
 * @param lastOwner the owner of that generation while its lease lives, else null
 * @param rival the holder of the provisional grant, or null
 * @param claimMillis signing time of the claim that this answers, wall time; 0 if it answers none
 * @param lease the confirmed lease in force, or null; from a rival, its own claim
 */
record LeaseAnswer(
    Status status,
    long generation,
    @Nullable NodeId lastOwner,
    @Nullable NodeId rival,
    long claimMillis,
    @Nullable Lease lease) {

  /**
   * A confirmed lease with its remaining time and its grants; or a rival's claim.
   *
   * @param toldMillis the remaining time as told; {@link #remainingNanos} is what may be believed
   */
  record Lease(SignedClaim claim, long toldMillis, LeaseProof proof) {
    /** The remaining time in nanoseconds, clamped to 0 to one lease time. */
    long remainingNanos(LeaseTimes times) {
      long maxMillis = TimeUnit.NANOSECONDS.toMillis(times.leaseNanos());
      return TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(toldMillis, maxMillis)));
    }

    void write(WireWriter writer) {
      claim.signed().write(writer);
      proof.write(writer);
      writer.i64(toldMillis);
    }

    /** Reads a lease of {@code key}; nothing is verified. */
    static Lease read(WireReader reader, NodeId key) throws WireException {
      Lease lease = readAny(reader, key);
      if (lease.claim.op() != DhtOp.CONFIRM) {
        throw new WireException("a claim instead of a lease");
      }
      return lease;
    }

    /** The same, but a claim alone is enough. */
    private static Lease readAny(WireReader reader, NodeId key) throws WireException {
      SignedClaim claim = SignedClaim.read(reader);
      LeaseProof proof = LeaseProof.read(reader, claim);
      Lease lease = new Lease(claim, reader.i64(), proof);
      if (!claim.key().equals(key)) {
        throw new WireException("a lease for something else");
      }
      return lease;
    }
  }

  /** The outcome of a request. */
  enum Status implements WireCode {
    /** Done as asked: granted, confirmed, released, or state told. */
    OK(0),
    /** Another node owns the key. */
    TAKEN(1),
    /** Another node has the provisional grant. */
    PENDING(2),
    /** The replica does not know enough yet. */
    BUSY(3),
    /** The replica is not among the closest nodes in its own view. */
    NOT_CLOSEST(4),
    /** The generation is too low, or the claim older than one seen before. */
    STALE(5),
    /** The claimant has too many leases, or the replica has no room. */
    QUOTA(6),
    /** State told: the asker's lease is the one known here. */
    SAME(7),
    /** It is kept for another member. */
    RESERVED(8);

    private static final CodeTable<Status> CODES = new CodeTable<>("status of a lease", values());

    private final int code;

    Status(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }

    static Status of(int code) throws WireException {
      return CODES.get(code);
    }
  }

  private static final String PURPOSE = "groupvpn lease answer 1";
  private static final int MAX_CONTENT_BYTES = 4_800;

  byte[] content(DhtOp op, NodeId key, long requestId) {
    WireWriter writer =
        new WireWriter()
            .text(PURPOSE)
            .u8(op.code())
            .nodeId(key)
            .i64(requestId)
            .code(status)
            .i64(generation)
            .i64(claimMillis);
    writeOptional(writer, lastOwner);
    writeOptional(writer, rival);
    writer.flag(lease != null);
    if (lease != null) {
      lease.write(writer);
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
    Content content = Content.read(signed.content());
    if (content.op != op || !content.key.equals(key) || content.requestId != response.requestId()) {
      throw new WireException("answers another request");
    }
    return new Unverified(response.from(), signed, content.answer);
  }

  /**
   * Whether {@code signed} says that its signer granted {@code claim}. A proposal is granted to the
   * generation after the one that the replica knew. A grant answers a message of this lease that is
   * at most one lease time older, so grants of long ago prove nothing.
   */
  static boolean isGrant(Signed signed, SignedClaim claim, LeaseTimes times) {
    try {
      Content content = Content.read(signed.content());
      LeaseAnswer answer = content.answer;
      long ageMillis = claim.issuedMillis() - answer.claimMillis;
      if (!content.key.equals(claim.key())
          || answer.status != Status.OK
          || ageMillis < 0
          || ageMillis > TimeUnit.NANOSECONDS.toMillis(times.leaseNanos())) {
        return false;
      }
      return switch (content.op) {
        case PROPOSE ->
            Objects.equals(answer.rival, claim.claimant())
                && claim.generation() <= answer.generation + 1;
        case CONFIRM ->
            Objects.equals(answer.lastOwner, claim.claimant())
                && claim.generation() == answer.generation;
        default -> false;
      };
    } catch (WireException e) {
      return false;
    }
  }

  /** Signing time of the claim that {@code grant} answers, wall time in milliseconds. */
  static long claimMillis(Signed grant) {
    try {
      return Content.read(grant.content()).answer.claimMillis;
    } catch (WireException e) {
      return 0;
    }
  }

  /** Whether {@code grant} answers a CONFIRM, not a PROPOSE. */
  static boolean isOfConfirm(Signed grant) {
    try {
      return Content.read(grant.content()).op == DhtOp.CONFIRM;
    } catch (WireException e) {
      return false;
    }
  }

  /** The signed content. */
  private record Content(DhtOp op, NodeId key, long requestId, LeaseAnswer answer) {
    static Content read(byte[] bytes) throws WireException {
      WireReader reader = new WireReader(bytes);
      if (!reader.text(PURPOSE.length()).equals(PURPOSE)) {
        throw new WireException("signed for another purpose");
      }
      DhtOp op = DhtOp.of(reader.u8());
      NodeId key = reader.nodeId();
      long requestId = reader.i64();
      LeaseAnswer answer = readAnswer(reader, op, key);
      reader.end();
      return new Content(op, key, requestId, answer);
    }
  }

  private static LeaseAnswer readAnswer(WireReader reader, DhtOp op, NodeId key)
      throws WireException {
    Status status = Status.of(reader.u8());
    long generation = reader.i64();
    long claimMillis = reader.i64();
    LeaseAnswer answer =
        new LeaseAnswer(
            status,
            generation,
            reader.flag() ? reader.nodeId() : null,
            reader.flag() ? reader.nodeId() : null,
            claimMillis,
            reader.flag() ? readLease(reader, op, key) : null);
    // The claimant asks for the next generation, which must still be in range.
    if (answer.generation < 0 || answer.generation >= SignedClaim.MAX_GENERATION) {
      throw new WireException("a lease's generation is out of range");
    }
    return answer;
  }

  /** Rivals show each other their claims. */
  private static Lease readLease(WireReader reader, DhtOp op, NodeId key) throws WireException {
    return op == DhtOp.CONTEND ? Lease.readAny(reader, key) : Lease.read(reader, key);
  }

  LeaseAnswer withProof(LeaseProof proof) {
    Lease told = lease;
    return told == null
        ? this
        : new LeaseAnswer(
            status,
            generation,
            lastOwner,
            rival,
            claimMillis,
            new Lease(told.claim, told.toldMillis, proof));
  }

  /** An answer whose signature is not yet checked. */
  record Unverified(NodeId replica, Signed signed, LeaseAnswer answer) {}
}
