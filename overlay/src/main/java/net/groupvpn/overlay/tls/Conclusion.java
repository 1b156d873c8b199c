package net.groupvpn.overlay.tls;

import java.io.IOException;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.security.HandshakeMachine.Completed;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.wire.WireWriter;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * What one handshake finds out, the same for both ends: checks the peer's certificate, and takes
 * the secrets when TLS reports that both Finished messages are verified.
 */
final class Conclusion {
  private static final String CONTROL_LABEL = "EXPORTER-groupvpn-control";
  private static final String DATA_LABEL = "EXPORTER-groupvpn-data";

  private final NodeId self;
  private final boolean initiator;
  private final CertificateCache certificates;
  private byte[] exportContext = {};
  private long wallMillis;
  private int negotiatedGroup;
  private @Nullable PeerIdentity peer;
  private @Nullable String refusal;
  private @Nullable Completed completed;

  Conclusion(NodeId self, boolean initiator, CertificateCache certificates) {
    this.self = self;
    this.initiator = initiator;
    this.certificates = certificates;
  }

  /** Called before each step. */
  void beginStep(byte[] context, long now) {
    exportContext = context;
    wallMillis = now;
  }

  /** Accepts the peer's certificate or ends the handshake. */
  void checkPeer(Certificate chain) throws IOException {
    if (chain.getLength() != 1) {
      throw refuse("the peer sent " + chain.getLength() + " certificates instead of one");
    }
    try {
      // This node's own identity is accepted as well: a peer that proves it is a copy, which must
      // be noticed.
      peer = certificates.admit(chain.getCertificateAt(0).getEncoded(), wallMillis).identity();
    } catch (IdentityException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
  }

  /** Called by TLS once both Finished messages are verified. */
  void complete(TlsContext context) throws IOException {
    SecurityParameters parameters = context.getSecurityParametersConnection();
    if (!TlsProfile.ALPN.equals(parameters.getApplicationProtocol())) {
      throw refuse("the peer does not speak " + TlsProfile.ALPN.getUtf8Decoding());
    }
    PeerIdentity proved = peer;
    if (proved == null) {
      throw refuse("the peer did not prove who it is");
    }
    negotiatedGroup = parameters.getNegotiatedGroup();
    byte[] bound = boundContext(proved.nodeId());
    completed =
        new Completed(
            proved,
            context.exportKeyingMaterial(CONTROL_LABEL, bound, Hmac.BYTES),
            context.exportKeyingMaterial(DATA_LABEL, bound, Hmac.BYTES));
  }

  @Nullable Completed completed() {
    return completed;
  }

  /** This end's own reason for ending the handshake, if it ended it. */
  @Nullable String refusal() {
    return refusal;
  }

  /** The key exchange, once completed; see {@link org.bouncycastle.tls.NamedGroup}. */
  int negotiatedGroup() {
    return negotiatedGroup;
  }

  private byte[] boundContext(NodeId other) {
    return new WireWriter()
        .fixed(exportContext)
        .nodeId(initiator ? self : other)
        .nodeId(initiator ? other : self)
        .toBytes();
  }

  private TlsFatalAlert refuse(String reason) {
    refusal = reason;
    return new TlsFatalAlert(AlertDescription.bad_certificate, reason);
  }
}
