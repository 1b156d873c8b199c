package net.groupvpn.overlay.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.overlay.identity.Ed25519Spki;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.Trust;
import org.jspecify.annotations.Nullable;

/**
 * Certificates whose issue was verified, parsed once and shared by all sessions that meet them.
 * Whether they are accepted now is checked each time. Thread-safe.
 */
final class CertificateCache {
  /** A certificate takes about 1.5 KB. */
  static final int MAX_CERTIFICATES = 1_024;

  private static final float LOAD_FACTOR = 0.75f;

  private final Trust trust;
  private final Map<String, NodeCertificate> byHash = new Recent();

  CertificateCache(Trust trust) {
    this.trust = trust;
  }

  /**
   * The certificate, if this realm admits it at {@code wallMillis}; otherwise throws the reason.
   */
  NodeCertificate admit(byte[] der, long wallMillis) throws IdentityException {
    NodeCertificate certificate = issued(der);
    String refusal =
        trust.refusalNow(certificate.identity(), certificate.notBeforeMillis(), wallMillis);
    if (refusal != null) {
      throw new IdentityException(refusal);
    }
    return certificate;
  }

  private NodeCertificate issued(byte[] der) throws IdentityException {
    String hash = Ed25519Spki.sha256Hex(der);
    NodeCertificate known = find(hash);
    if (known != null) {
      return known;
    }
    NodeCertificate certificate = NodeCertificate.parse(der.clone());
    String refusal = trust.refusalOfIssue(certificate);
    if (refusal != null) {
      throw new IdentityException(refusal);
    }
    synchronized (byHash) {
      byHash.put(hash, certificate);
    }
    return certificate;
  }

  private @Nullable NodeCertificate find(String hash) {
    synchronized (byHash) {
      return byHash.get(hash);
    }
  }

  /** Forgets the certificate that was unused for longest. */
  private static final class Recent extends LinkedHashMap<String, NodeCertificate> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, LOAD_FACTOR, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, NodeCertificate> eldest) {
      return size() > MAX_CERTIFICATES;
    }
  }
}
