package net.groupvpn.overlay.dht.lease;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * A claim, renewal or release, signed by its claimant.
 *
 * @param op PROPOSE, CONFIRM or RELEASE
 * @param generation the position of the claimant in the sequence of owners; 0 in a proposal
 * @param issuedMillis the claimant's wall time, but strictly growing; orders a claimant's messages
 * @param signed the envelope that the fields were read from
 */
record SignedClaim(
    DhtOp op,
    NodeId key,
    NodeId claimant,
    long generation,
    long issuedMillis,
    byte[] value,
    Signed signed) {
  private static final String PURPOSE = "groupvpn lease claim 1";
  private static final long WALL_TOLERANCE_MILLIS = 3_600_000;
  static final long MAX_GENERATION = 1L << 48;

  static byte[] content(
      DhtOp op, NodeId key, NodeId claimant, long generation, long issuedMillis, byte[] value) {
    return new WireWriter()
        .text(PURPOSE)
        .code(op)
        .nodeId(key)
        .nodeId(claimant)
        .i64(generation)
        .i64(issuedMillis)
        .variable(value)
        .toBytes();
  }

  static SignedClaim read(WireReader reader) throws WireException {
    Signed signed = Signed.read(reader);
    WireReader content = new WireReader(signed.content());
    if (!content.text(PURPOSE.length()).equals(PURPOSE)) {
      throw new WireException("signed for another purpose");
    }
    SignedClaim claim =
        new SignedClaim(
            opOf(content.u8()),
            content.nodeId(),
            content.nodeId(),
            content.i64(),
            content.i64(),
            content.variable(Dht.MAX_VALUE_BYTES),
            signed);
    content.end();
    if (claim.generation < 0 || claim.generation > MAX_GENERATION) {
      throw new WireException("a lease's generation is out of range");
    }
    return claim;
  }

  /** A digest that is equal for equal claims only. It has the form of an ID, though it is none. */
  NodeId digest() {
    return NodeId.hash(signed.content());
  }

  private static DhtOp opOf(int code) throws WireException {
    DhtOp op = DhtOp.of(code);
    if (op != DhtOp.PROPOSE && op != DhtOp.CONFIRM && op != DhtOp.RELEASE) {
      throw new WireException("not a claim");
    }
    return op;
  }

  /** Whether this time lies so far ahead that no node with a correct clock accepts the claim. */
  static boolean isFromTheFuture(long issuedMillis, long wallMillis) {
    return issuedMillis > wallMillis + WALL_TOLERANCE_MILLIS;
  }

  /** Whether it can still be in force by the wall clock: old claims must not be replayed. */
  boolean isFresh(long wallMillis, LeaseTimes times) {
    long leaseMillis = TimeUnit.NANOSECONDS.toMillis(times.leaseNanos());
    return !isFromTheFuture(issuedMillis, wallMillis)
        && issuedMillis >= wallMillis - WALL_TOLERANCE_MILLIS - leaseMillis;
  }
}
