package net.groupvpn.overlay.tls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/** The TLS client: the initiator. */
final class InitiatorPeer extends DefaultTlsClient {
  private final Credentials credentials;
  private final Conclusion conclusion;
  private final int[] groups;

  InitiatorPeer(Credentials credentials, Conclusion conclusion, int[] groups) {
    super(credentials.crypto());
    this.credentials = credentials;
    this.conclusion = conclusion;
    this.groups = groups;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return TlsProfile.versions();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsProfile.cipherSuites();
  }

  @Override
  protected Vector<ProtocolName> getProtocolNames() {
    return TlsProfile.vector(TlsProfile.ALPN);
  }

  @Override
  @SuppressWarnings("rawtypes") // The parameter is a raw type in the superclass.
  protected Vector<Integer> getSupportedGroups(Vector namedGroupRoles) {
    Vector<Integer> supported = new Vector<>();
    for (int group : groups) {
      supported.add(group);
    }
    return supported;
  }

  /** One share only: falling back costs a round trip, and is rare. */
  @Override
  public Vector<Integer> getEarlyKeyShareGroups() {
    return TlsProfile.vector(groups[0]);
  }

  @Override
  protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
    return TlsProfile.signatures();
  }

  @Override
  protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
    return null;
  }

  /** No TCP middlebox ever sees this TLS. */
  @Override
  public boolean shouldUseCompatibilityMode() {
    return false;
  }

  @Override
  public int getMaxCertificateChainLength() {
    return TlsProfile.MAX_CHAIN_LENGTH;
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return TlsProfile.MAX_MESSAGE_BYTES;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        conclusion.checkPeer(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return credentials.signer(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    conclusion.complete(context);
  }
}
