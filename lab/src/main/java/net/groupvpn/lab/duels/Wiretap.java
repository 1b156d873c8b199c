package net.groupvpn.lab.duels;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;

/** Sees the DHT requests that nodes send. */
interface Wiretap {
  /** The bits of a request's kind that identify the operation. */
  int OP_MASK = 0x7f;

  /** Sees nothing. */
  Wiretap NONE = (from, to, payload) -> {};

  /** A request leaves a node; requests to itself do not count. */
  void onRequest(NodeId from, NodeId to, byte[] payload);

  /**
   * A claim in its wire format.
   *
   * @param round equal for all replicas that one round asks
   */
  record SentClaim(
      DhtOp op,
      NodeId key,
      NodeId claimant,
      long generation,
      long issuedMillis,
      long requestId,
      NodeId round) {
    private static final int MAX_PURPOSE_BYTES = 64;

    static boolean isClaim(byte[] request) {
      int op = request[Long.BYTES] & OP_MASK;
      return op == DhtOp.PROPOSE.code() || op == DhtOp.CONFIRM.code();
    }

    /** Reads a request for which {@link #isClaim} holds, or a RELEASE. */
    static SentClaim read(byte[] request) {
      try {
        WireReader reader = new WireReader(request);
        long requestId = reader.i64();
        boolean isPadded = (reader.u8() & ~OP_MASK) != 0;
        WireReader body = isPadded ? new WireReader(reader.variable(request.length)) : reader;
        byte[] signed = Signed.read(body).content();
        WireReader content = new WireReader(signed);
        content.text(MAX_PURPOSE_BYTES);
        DhtOp op = DhtOp.of(content.u8());
        NodeId key = content.nodeId();
        NodeId claimant = content.nodeId();
        long generation = content.i64();
        long issuedMillis = content.i64();
        content.variable(Dht.MAX_VALUE_BYTES);
        return new SentClaim(
            op, key, claimant, generation, issuedMillis, requestId, NodeId.hash(signed));
      } catch (WireException e) {
        throw new IllegalStateException("an honest node sent a claim that cannot be read", e);
      }
    }
  }
}
