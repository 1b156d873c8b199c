package net.groupvpn.overlay.dht.rpc;

import net.groupvpn.overlay.wire.WireException;

/** What a DHT request asks for. */
public enum DhtOp {
  /** Who is closest to a key, as far as you know? */
  FIND(1),
  /** Keep this record. */
  STORE(2),
  /** Which records are under this key? */
  FETCH(3),
  /** First phase of a claim: a provisional grant. */
  PROPOSE(4),
  /** Second phase of a claim, and its renewal: the full lease. */
  CONFIRM(5),
  /** The claimant gives back what it was granted. */
  RELEASE(6),
  /** What do you know about this lease? May bring what the asker knows. */
  LEASE_STATE(7),
  /** Another claim has won over yours. */
  LEASE_LOST(8);

  private static final DhtOp[] VALUES = values();

  private final int wireValue;

  DhtOp(int wireValue) {
    this.wireValue = wireValue;
  }

  /** Its value on the wire, one byte. */
  public int wireValue() {
    return wireValue;
  }

  /** The operation with this value on the wire. */
  public static DhtOp of(int wireValue) throws WireException {
    for (DhtOp op : VALUES) {
      if (op.wireValue == wireValue) {
        return op;
      }
    }
    throw new WireException("unknown DHT request");
  }

  /** Whether a retransmitted request is answered from memory: its answer costs a signature. */
  boolean isAnsweredOnce() {
    return this != FIND && this != FETCH;
  }
}
