package net.groupvpn.overlay.io.stream;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The outer TLS of streams: camouflage, with a certificate that lives as long as the process. */
final class StreamTls {
  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final String[] APPLICATIONS = ClientHello.STREAM.toArray(String[]::new);
  private static final String NAME = "stream";
  private static final char[] PASSWORD = {};
  private static final int SERIAL_BITS = 120;
  private static final Duration BEFORE = Duration.ofDays(1);
  private static final Duration AFTER = Duration.ofDays(365);

  private final SSLContext context;

  /**
   * Makes a key and a certificate.
   *
   * @throws IOException if this Java has no TLS 1.3 or no elliptic curves
   */
  StreamTls(SecureRandom random) throws IOException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(random), PASSWORD);
      context = SSLContext.getInstance(PROTOCOLS[0]);
      context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, random);
      // Nobody resumes sessions, so none need be stored.
      context.getServerSessionContext().setSessionCacheSize(1);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("this Java cannot do TLS 1.3, which streams need: " + e, e);
    }
  }

  /** One end of a connection. */
  SSLEngine engine(boolean isClient) {
    SSLEngine engine = context.createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setApplicationProtocols(APPLICATIONS);
    engine.setSSLParameters(parameters);
    engine.setUseClientMode(isClient);
    return engine;
  }

  private static KeyStore keyStore(SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair pair = generator.generateKeyPair();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    Certificate[] chain = {certificate(pair, random)};
    store.setKeyEntry(NAME, pair.getPrivate(), PASSWORD, chain);
    return store;
  }

  private static X509Certificate certificate(KeyPair pair, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    X500Name name = new X500Name("CN=localhost");
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
            Date.from(now.minus(BEFORE)),
            Date.from(now.plus(AFTER)),
            name,
            pair.getPublic());
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  /** The session inside proves both identities. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
