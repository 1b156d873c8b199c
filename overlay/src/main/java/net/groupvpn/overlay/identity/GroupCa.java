package net.groupvpn.overlay.identity;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public side of a group's certificate authority: a self-signed Ed25519 certificate. It is
 * pinned by its key, whose hash is the group's ID; its period of validity does not matter.
 *
 * @param groupId SHA-256 of {@code spki}, 64 lower-case hexadecimal digits
 * @param name the group's name (common name of the subject)
 * @param spki SubjectPublicKeyInfo, DER
 * @param encoded the certificate, DER
 */
public record GroupCa(String groupId, String name, byte[] spki, byte[] encoded) {
  /** Longest accepted CA certificate, bytes of DER. */
  public static final int MAX_BYTES = 2_048;

  private static final Set<String> KNOWN = Set.of(X509.KEY_USAGE, X509.BASIC_CONSTRAINTS);

  /** Reads DER and checks that the certificate is signed by its own key. */
  public static GroupCa parse(byte[] der) throws IdentityException {
    X509.Signed signed = X509.readSigned(der, MAX_BYTES);
    Der in = new Der(signed.body()).enter(Der.SEQUENCE);
    in.raw(Der.constructed(0));
    in.integer(Der.INTEGER);
    X509.readAlgorithm(in);
    in.raw(Der.SEQUENCE);
    in.raw(Der.SEQUENCE);
    String name = X509.readName(in);
    byte[] spki = in.raw(Der.SEQUENCE);
    Ed25519Spki.check(spki);
    Der wrapped = in.enter(Der.constructed(3));
    in.end();
    checkIsAuthority(Extensions.read(wrapped, KNOWN));
    if (!signed.isSignedBy(spki)) {
      throw new IdentityException("the CA's certificate is not signed by its own key");
    }
    return new GroupCa(Ed25519Spki.sha256Hex(spki), name, spki, der);
  }

  /** Reads PEM. */
  public static GroupCa parsePem(String pem) throws IdentityException {
    return parse(Pem.decode(Pem.CERTIFICATE, pem, MAX_BYTES));
  }

  /** The certificate, PEM. */
  public String toPem() {
    return Pem.encode(Pem.CERTIFICATE, encoded);
  }

  /** Whether the CA signed {@code message}. Costly. */
  public boolean verify(byte[] message, byte[] signature) {
    return Ed25519Spki.verify(spki, message, signature);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupCa that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  private static void checkIsAuthority(Extensions extensions) throws IdentityException {
    Der constraints = extensions.need(X509.BASIC_CONSTRAINTS).enter(Der.SEQUENCE);
    if (!constraints.nextIs(Der.BOOLEAN)) {
      throw new IdentityException("the certificate is not an authority's");
    }
    constraints.isTrue();
  }
}
