package net.groupvpn.overlay.dht.rpc;

import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;

/** What a DHT request asks for. */
public enum DhtOp implements WireCode {
  /** Which nodes that you know are closest to a key? */
  FIND(1, 700, 700, 0),
  /** Keep this record. */
  STORE(2, 16, 16, 1),
  /** Which records are under this key? */
  FETCH(3, 3_700, 3_700, 0),
  /** First phase of a claim: a provisional grant. */
  PROPOSE(4, 1_400, DhtOp.LEASE_BYTES, 2),
  /** Second phase of a claim, also its renewal: the full lease. */
  CONFIRM(5, 1_400, DhtOp.LEASE_BYTES, DhtOp.LEASE_SIGNATURES),
  /** The claimant gives back what it was granted. */
  RELEASE(6, 1_400, DhtOp.LEASE_BYTES, 2),
  /** What do you know about this lease? May carry what the asker knows. */
  LEASE_STATE(7, DhtOp.LEASE_BYTES, DhtOp.LEASE_BYTES, DhtOp.LEASE_SIGNATURES),
  /** Another claim has won over yours. */
  LEASE_LOST(8, 16, 16, DhtOp.LEASE_SIGNATURES),
  /** As FIND, and show your certificate. */
  FIND_PROVED(9, 1_400, 3_000, 1),
  /** I claim this key, too; how far are you? */
  CONTEND(10, DhtOp.LEASE_BYTES, DhtOp.LEASE_BYTES, DhtOp.LEASE_SIGNATURES),
  /** Of whom do you keep records under a key? The answer is signed. */
  PUBLISHERS(11, 1_400, 4_000, 1);

  /** A signed answer with a lease and its proof. */
  private static final int LEASE_BYTES = 6_000;

  /** A claim, eight grants, and the answer's own. */
  private static final int LEASE_SIGNATURES = 10;

  /** Shorter questions about a lease carry none. */
  private static final int MIN_OFFER_BYTES = 128;

  private static final CodeTable<DhtOp> CODES = new CodeTable<>("DHT request", values());

  private final int code;
  private final int usualAnswerBytes;
  private final int longestAnswerBytes;
  private final int signatures;

  DhtOp(int code, int usualAnswerBytes, int longestAnswerBytes, int signatures) {
    this.code = code;
    this.usualAnswerBytes = usualAnswerBytes;
    this.longestAnswerBytes = longestAnswerBytes;
    this.signatures = signatures;
  }

  @Override
  public int code() {
    return code;
  }

  /** The operation with this value on the wire. */
  public static DhtOp of(int code) throws WireException {
    return CODES.get(code);
  }

  /**
   * How long a request must be for a stranger to answer it, since a stranger's answer is no longer
   * than the request; bytes of payload.
   *
   * @param attempt from 1; the first attempt assumes an answer of usual length
   */
  int requestBytes(int attempt) {
    return attempt == 1 ? usualAnswerBytes : longestAnswerBytes;
  }

  /** How many signatures a request with this body may cost its receiver. */
  int signatures(int bodyBytes) {
    return this == LEASE_STATE && bodyBytes < MIN_OFFER_BYTES ? 1 : signatures;
  }

  /**
   * Whether a retransmitted request is answered from memory, because its answer costs a signature.
   */
  boolean isAnsweredOnce() {
    return this != FIND && this != FETCH;
  }
}
