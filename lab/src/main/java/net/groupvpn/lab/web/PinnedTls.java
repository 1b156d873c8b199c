package net.groupvpn.lab.web;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import net.groupvpn.client.enrol.PinnedCertificate;

/** TLS with a portal that shows a given certificate. */
final class PinnedTls {
  private PinnedTls() {}

  /** {@code fingerprint} is {@code sha256:} and 64 hexadecimal digits. */
  static SSLContext context(String fingerprint) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedCertificate(fingerprint)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }
}
