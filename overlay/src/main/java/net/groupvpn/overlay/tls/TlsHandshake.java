package net.groupvpn.overlay.tls;

import java.io.IOException;
import net.groupvpn.overlay.security.HandshakeMachine;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TLS 1.3 handshake. BouncyCastle's objects (10 KB) are dropped with the last step.
 * The initiator completes when it sends its Finished; only a sealed record in return shows that the
 * responder has accepted it.
 */
final class TlsHandshake implements HandshakeMachine {
  /** Longest stream that a peer may send, bytes; an honest one sends less than 3 KB. */
  static final int MAX_INPUT_BYTES = 16_384;

  /** Starts or continues the protocol. */
  private interface Start {
    TlsProtocol begin() throws IOException;
  }

  private final Conclusion conclusion;
  private @Nullable Start start;
  private @Nullable TlsProtocol protocol;
  private int receivedBytes;
  private boolean over;

  private TlsHandshake(Conclusion conclusion, Start start) {
    this.conclusion = conclusion;
    this.start = start;
  }

  static TlsHandshake initiator(Credentials credentials, Conclusion conclusion, int[] groups) {
    return new TlsHandshake(
        conclusion,
        () -> {
          TlsClientProtocol client = new TlsClientProtocol();
          client.connect(new InitiatorPeer(credentials, conclusion, groups));
          return client;
        });
  }

  static TlsHandshake responder(Credentials credentials, Conclusion conclusion, int[] groups) {
    return new TlsHandshake(
        conclusion,
        () -> {
          TlsServerProtocol server = new TlsServerProtocol();
          server.accept(new ResponderPeer(credentials, conclusion, groups));
          return server;
        });
  }

  @Override
  public Step step(byte[] input, byte[] exportContext, long wallMillis) {
    if (over) {
      return new Step(new byte[0], null, "the handshake is over already");
    }
    if (input.length > MAX_INPUT_BYTES - receivedBytes) {
      return end(null, "the peer sent more than " + MAX_INPUT_BYTES + " bytes");
    }
    receivedBytes += input.length;
    conclusion.beginStep(exportContext, wallMillis);
    String failure = advance(input);
    return failure == null && conclusion.completed() == null
        ? new Step(drain(), null, null)
        : end(failure == null ? conclusion.completed() : null, failure);
  }

  /** The key exchange of a completed handshake, for tests and statistics. */
  int negotiatedGroup() {
    return conclusion.negotiatedGroup();
  }

  private @Nullable String advance(byte[] input) {
    try {
      TlsProtocol current = protocol();
      if (input.length > 0) {
        current.offerInput(input);
      }
      return null;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Whatever hostile bytes trigger inside BouncyCastle must not reach the engine.
      return reason(e);
    }
  }

  private TlsProtocol protocol() throws IOException {
    if (protocol == null && start != null) {
      protocol = start.begin();
      start = null;
    }
    if (protocol == null) {
      throw new IOException("the handshake could not begin");
    }
    return protocol;
  }

  private String reason(Throwable thrown) {
    String refusal = conclusion.refusal();
    if (refusal != null) {
      return refusal;
    }
    return thrown instanceof TlsFatalAlertReceived
        ? "the peer refused: " + thrown.getMessage()
        : "not a TLS handshake as expected: " + thrown;
  }

  private byte[] drain() {
    if (protocol == null) {
      return new byte[0];
    }
    byte[] output = new byte[protocol.getAvailableOutputBytes()];
    protocol.readOutput(output, 0, output.length);
    return output;
  }

  private Step end(@Nullable Completed completed, @Nullable String failure) {
    Step step = new Step(drain(), completed, failure);
    over = true;
    protocol = null;
    start = null;
    return step;
  }
}
