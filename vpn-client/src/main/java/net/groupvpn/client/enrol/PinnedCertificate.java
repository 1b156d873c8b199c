package net.groupvpn.client.enrol;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts exactly one certificate, by its SHA-256. Names and dates do not matter: a server that
 * shows this certificate and holds its key is the portal.
 */
public final class PinnedCertificate extends X509ExtendedTrustManager {
  static final String PREFIX = "sha256:";

  private final String fingerprint;

  /** {@code fingerprint} is {@code sha256:} and 64 hexadecimal digits. */
  public PinnedCertificate(String fingerprint) {
    this.fingerprint = fingerprint.toLowerCase(Locale.ROOT);
  }

  /** A certificate other than the pinned one. */
  static final class MismatchException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String shown;

    MismatchException(String shown) {
      super("the certificate is " + shown);
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("no certificate was shown");
    }
    String shown = fingerprintOf(chain[0]);
    if (!shown.equals(fingerprint)) {
      throw new MismatchException(shown);
    }
  }

  static String fingerprintOf(X509Certificate certificate) throws CertificateException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return PREFIX + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
