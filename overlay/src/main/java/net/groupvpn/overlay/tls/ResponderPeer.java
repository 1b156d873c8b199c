package net.groupvpn.overlay.tls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsUtils;

/** The TLS server: the responder. Asks for a certificate; sends no tickets. */
final class ResponderPeer extends DefaultTlsServer {
  private final Credentials credentials;
  private final Conclusion conclusion;
  private final int[] groups;

  ResponderPeer(Credentials credentials, Conclusion conclusion, int[] groups) {
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
  public int[] getSupportedGroups() {
    return groups.clone();
  }

  @Override
  public boolean preferLocalSupportedGroups() {
    return true;
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
  public TlsCredentials getCredentials() throws IOException {
    return credentials.signer(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() throws IOException {
    return new CertificateRequest(TlsUtils.EMPTY_BYTES, TlsProfile.signatures(), null, null);
  }

  @Override
  public void notifyClientCertificate(Certificate chain) throws IOException {
    conclusion.checkPeer(chain);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    conclusion.complete(context);
  }
}
