package net.groupvpn.portal.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The portal's HTTPS certificate, made at the first start and kept: group files contain its
 * fingerprint, so another certificate would lock every client out. Its names and addresses are
 * those of the first start.
 */
public final class ServerCertificate {
  private static final Duration LIFE = Duration.ofDays(3650);
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);
  private static final String ALIAS = "portal";
  // The file's mode protects the key; a password next to it would not.
  private static final char[] NO_PASSWORD = "portal".toCharArray();
  private static final int SERIAL_BITS = 127;
  private final KeyStore keys;

  private ServerCertificate(KeyStore keys) {
    this.keys = keys;
  }

  /**
   * Reads the certificate from a file, which is created if missing.
   *
   * @param hosts DNS names and addresses for a new certificate
   * @throws IOException if the file cannot be read or written, or contains something else
   */
  public static ServerCertificate loadOrMake(
      Path file, List<String> hosts, Clock clock, SecureRandom random) throws IOException {
    try {
      var keys = KeyStore.getInstance("PKCS12");
      if (Files.exists(file)) {
        load(keys, file);
      } else {
        keys.load(null, NO_PASSWORD);
        fill(keys, hosts, clock, random);
        var out = new ByteArrayOutputStream();
        keys.store(out, NO_PASSWORD);
        PrivateFiles.write(file, out.toByteArray());
      }
      return new ServerCertificate(keys);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot use the HTTPS certificate in " + file, e);
    }
  }

  private static void load(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      keys.load(in, NO_PASSWORD);
    } catch (IOException e) {
      throw new IOException(
          "the HTTPS certificate in %s cannot be read; put the file back from a backup"
              .formatted(file),
          e);
    }
    if (!keys.isKeyEntry(ALIAS)) {
      throw new IOException(
          "%s holds no certificate of a portal; put the file back from a backup".formatted(file));
    }
  }

  private static void fill(KeyStore keys, List<String> hosts, Clock clock, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    var pair = generator.generateKeyPair();
    var certificate = selfSigned(pair, hosts, clock, random);
    keys.setKeyEntry(ALIAS, pair.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
  }

  private static X509Certificate selfSigned(
      KeyPair pair, List<String> hosts, Clock clock, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    var name = new X500Principal("CN=GroupVPN portal");
    var start = clock.instant().minus(CLOCK_TOLERANCE);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(start),
            Date.from(start.plus(LIFE)),
            name,
            pair.getPublic());
    var names = hosts.stream().distinct().map(ServerCertificate::generalName);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.toArray(GeneralName[]::new)));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static GeneralName generalName(String host) {
    return new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** The names for a certificate in addition to the given ones. */
  public static List<String> localNames() {
    return List.of("localhost", InetAddress.getLoopbackAddress().getHostAddress());
  }

  /** SHA-256 of the certificate's DER bytes, 64 hexadecimal digits. */
  public String fingerprint() {
    try {
      var der = keys.getCertificate(ALIAS).getEncoded();
      return HexFormat.of().formatHex(Secrets.sha256(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyStore keys() {
    return keys;
  }

  String password() {
    return new String(NO_PASSWORD);
  }
}
