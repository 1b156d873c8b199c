package net.groupvpn.overlay.tls;

import java.io.IOException;
import net.groupvpn.overlay.identity.NodeKey;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * This node's key and certificate as TLS presents them.
 *
 * @param certificate DER
 */
record Credentials(BcTlsCrypto crypto, NodeKey key, byte[] certificate) {
  /** Signs this handshake; the chain is the certificate alone. */
  TlsCredentialedSigner signer(TlsContext context) throws IOException {
    CertificateEntry leaf = new CertificateEntry(crypto.createCertificate(certificate), null);
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        key.parameters(),
        new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {leaf}),
        SignatureAndHashAlgorithm.ed25519);
  }
}
