package net.groupvpn.overlay.security;

import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A handshake with the flights and sizes of the real one: hello, answer, final. Each flight is the
 * sender's certificate and a number, padded. Holds nothing else while it runs.
 */
final class ModelHandshake implements HandshakeMachine {
  static final int HELLO_BYTES = 1_316;
  static final int ANSWER_BYTES = 1_892;
  static final int FINAL_BYTES = 634;
  static final int ALERT_BYTES = 24;
  static final int SECRET_BYTES = 32;

  private static final int HELLO = 1;
  private static final int ANSWER = 2;
  private static final int FINAL = 3;
  private static final int ALERT = 4;
  private static final int HEAD_BYTES = 1 + ModelSecurity.CERTIFICATE_BYTES + Long.BYTES;

  private final ModelSecurity self;
  private final boolean initiator;
  private final long nonce;
  private final byte[] head = new byte[HEAD_BYTES];
  private int received;
  private int expectedKind;
  private boolean over;

  ModelHandshake(ModelSecurity self, boolean initiator, long nonce) {
    this.self = self;
    this.initiator = initiator;
    this.nonce = nonce;
    this.expectedKind = initiator ? ANSWER : HELLO;
  }

  @Override
  public Step step(byte[] input, byte[] exportContext, long wallMillis) {
    if (over) {
      return new Step(new byte[0], null, "the handshake is over already");
    }
    if (input.length == 0) {
      return new Step(initiator && received == 0 ? flight(HELLO, HELLO_BYTES) : none(), null, null);
    }
    System.arraycopy(
        input, 0, head, Math.min(received, HEAD_BYTES), Math.min(input.length, headRoom()));
    received += input.length;
    try {
      return advance(exportContext);
    } catch (WireException e) {
      return fail(none(), "not a handshake as expected: " + e.getMessage());
    }
  }

  private Step advance(byte[] exportContext) throws WireException {
    int kind = head[0];
    if (kind != expectedKind) {
      return fail(none(), kind == ALERT ? "the peer refused" : "an unexpected flight " + kind);
    }
    int size = size(kind);
    if (received < size) {
      return new Step(none(), null, null);
    }
    if (received > size) {
      return fail(none(), "the peer sent more than a flight");
    }
    return kind == HELLO ? answer() : conclude(exportContext);
  }

  private Step answer() {
    expectedKind = FINAL;
    received = 0;
    return new Step(flight(ANSWER, ANSWER_BYTES), null, null);
  }

  private Step conclude(byte[] exportContext) throws WireException {
    WireReader in = new WireReader(head);
    in.u8();
    byte[] certificate = in.fixed(ModelSecurity.CERTIFICATE_BYTES);
    Verified verified = self.check(certificate);
    PeerIdentity peer = verified.signer();
    if (peer == null) {
      return fail(Arrays.copyOf(new byte[] {ALERT}, ALERT_BYTES), verified.refusal());
    }
    over = true;
    long secret = secret(peer.nodeId(), in.i64(), exportContext);
    Completed completed =
        new Completed(
            peer,
            ModelHash.stretch(ModelHash.of(secret, "control"), SECRET_BYTES),
            ModelHash.stretch(ModelHash.of(secret, "data"), SECRET_BYTES));
    return new Step(initiator ? flight(FINAL, FINAL_BYTES) : none(), completed, null);
  }

  private long secret(NodeId other, long otherNonce, byte[] exportContext) {
    byte[] bound =
        new WireWriter()
            .fixed(exportContext)
            .nodeId(initiator ? self.nodeId() : other)
            .nodeId(initiator ? other : self.nodeId())
            .i64(initiator ? nonce : otherNonce)
            .i64(initiator ? otherNonce : nonce)
            .toBytes();
    return ModelHash.of(1, bound);
  }

  private byte[] flight(int kind, int size) {
    byte[] start = new WireWriter().u8(kind).fixed(self.certificate()).i64(nonce).toBytes();
    byte[] end = new WireWriter().i64(nonce).toBytes();
    byte[] flight = Arrays.copyOf(start, size);
    // As in TLS, each flight ends with bytes that no other flight has.
    System.arraycopy(end, 0, flight, size - end.length, end.length);
    return flight;
  }

  private Step fail(byte[] output, @Nullable String reason) {
    over = true;
    return new Step(output, null, reason);
  }

  private int headRoom() {
    return Math.max(0, HEAD_BYTES - received);
  }

  private static int size(int kind) {
    return switch (kind) {
      case HELLO -> HELLO_BYTES;
      case ANSWER -> ANSWER_BYTES;
      default -> FINAL_BYTES;
    };
  }

  private static byte[] none() {
    return new byte[0];
  }
}
