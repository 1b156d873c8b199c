package net.groupvpn.overlay.identity;

import net.groupvpn.overlay.security.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Trust of the public overlay: a node is whoever holds the key that its ID is the hash of. The
 * certificate is signed by its own key and has no end.
 */
public final class SelfTrust implements Trust {
  /** The self-made certificate of {@code key}; always the same for a key. */
  public static NodeCertificate certificate(NodeKey key) {
    try {
      return NodeCertificate.parse(CertificateWriter.writePublic(key));
    } catch (IdentityException e) {
      throw new IllegalStateException("a certificate of our own is malformed", e);
    }
  }

  @Override
  public @Nullable String refusalOfIssue(NodeCertificate certificate) {
    if (certificate.membership() != null) {
      return "the certificate is of a private group";
    }
    return certificate.isSignedBy(certificate.spki())
        ? null
        : "the self-made certificate is not signed by its own key";
  }

  @Override
  public @Nullable String refusalNow(PeerIdentity identity, long notBeforeMillis, long wallMillis) {
    return null;
  }
}
