package net.groupvpn.overlay.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A node's X.509 certificate, parsed strictly: Ed25519 only, a fixed form, and a node ID that
 * follows from the key. Not yet trusted: ask a {@link Trust}. The node ID stands in the only
 * subject alternative name, as the URI {@code groupvpn:node:<40 hexadecimal digits>}.
 *
 * @param identity what the certificate says about the node
 * @param label the node's name (common name of the subject)
 * @param spki the node's SubjectPublicKeyInfo, DER
 * @param notBeforeMillis start of validity, wall time
 * @param membership the place in a group; null in a self-made certificate of the public overlay
 * @param signedPart the bytes that the issuer signed
 * @param signature the issuer's signature
 */
public record NodeCertificate(
    PeerIdentity identity,
    String label,
    byte[] spki,
    long notBeforeMillis,
    @Nullable Membership membership,
    byte[] signedPart,
    byte[] signature) {

  /** Longest accepted certificate, bytes of DER. */
  public static final int MAX_BYTES = 2_048;

  static final String URI_PREFIX = "groupvpn:node:";
  static final int URI_NAME = Der.primitive(6);

  private static final int VERSION_3 = 2;
  private static final int MAX_URI_BYTES = 64;
  private static final Set<String> KNOWN =
      Set.of(
          X509.KEY_USAGE,
          X509.SUBJECT_ALTERNATIVE_NAME,
          X509.BASIC_CONSTRAINTS,
          X509.AUTHORITY_KEY_ID,
          X509.MEMBERSHIP);

  /** Reads DER. */
  public static NodeCertificate parse(byte[] der) throws IdentityException {
    X509.Signed signed = X509.readSigned(der, MAX_BYTES);
    Der in = new Der(signed.body()).enter(Der.SEQUENCE);
    readVersion(in);
    String serial = readSerial(in);
    X509.readAlgorithm(in);
    in.raw(Der.SEQUENCE); // The issuer's name proves nothing; its key does.
    Der validity = in.enter(Der.SEQUENCE);
    long notBefore = validity.timeMillis();
    long notAfter = validity.timeMillis();
    validity.end();
    String label = X509.readName(in);
    byte[] spki = in.raw(Der.SEQUENCE);
    Ed25519Spki.check(spki);
    Extensions extensions = readExtensions(in);
    Membership membership = readMembership(extensions);
    NodeId nodeId = readNodeId(extensions, membership, spki);
    PeerIdentity identity =
        new PeerIdentity(
            nodeId,
            membership == null ? "" : membership.member(),
            membership == null ? Set.of() : membership.roles(),
            der,
            Ed25519Spki.sha256Hex(spki),
            serial,
            notAfter);
    return new NodeCertificate(
        identity, label, spki, notBefore, membership, signed.body(), signed.signature());
  }

  /** Reads PEM. */
  public static NodeCertificate parsePem(String pem) throws IdentityException {
    return parse(Pem.decode(Pem.CERTIFICATE, pem, MAX_BYTES));
  }

  /** The certificate, DER; not a copy. */
  public byte[] encoded() {
    return identity.certificate();
  }

  /** The certificate, PEM. */
  public String toPem() {
    return Pem.encode(Pem.CERTIFICATE, encoded());
  }

  /** End of validity. */
  public Instant notAfter() {
    return Instant.ofEpochMilli(identity.notAfterMillis());
  }

  /** Whether the holder of {@code issuerSpki} signed it. Costly. */
  public boolean isSignedBy(byte[] issuerSpki) {
    return Ed25519Spki.verify(issuerSpki, signedPart, signature);
  }

  /** Whether {@code signature} over {@code message} was made with the node's key. Costly. */
  public boolean verify(byte[] message, byte[] messageSignature) {
    return Ed25519Spki.verify(spki, message, messageSignature);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeCertificate that && Arrays.equals(encoded(), that.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  private static void readVersion(Der in) throws IdentityException {
    Der version = in.enter(Der.constructed(0));
    if (version.smallInteger(Der.INTEGER) != VERSION_3) {
      throw new IdentityException("the certificate is not an X.509 version 3 certificate");
    }
    version.end();
  }

  private static String readSerial(Der in) throws IdentityException {
    var serial = in.integer(Der.INTEGER);
    if (serial.signum() <= 0) {
      throw new IdentityException("the certificate's serial number is not positive");
    }
    return serial.toString(16);
  }

  private static Extensions readExtensions(Der in) throws IdentityException {
    Der wrapped = in.enter(Der.constructed(3));
    in.end();
    Extensions extensions = Extensions.read(wrapped, KNOWN);
    wrapped.end();
    Der constraints = extensions.find(X509.BASIC_CONSTRAINTS);
    if (constraints != null && constraints.enter(Der.SEQUENCE).hasMore()) {
      throw new IdentityException("the certificate is an authority's, not a node's");
    }
    return extensions;
  }

  private static @Nullable Membership readMembership(Extensions extensions)
      throws IdentityException {
    Der value = extensions.find(X509.MEMBERSHIP);
    return value == null ? null : Membership.read(value);
  }

  private static NodeId readNodeId(
      Extensions extensions, @Nullable Membership membership, byte[] spki)
      throws IdentityException {
    Der value = extensions.need(X509.SUBJECT_ALTERNATIVE_NAME);
    Der names = value.enter(Der.SEQUENCE);
    String uri = names.text(URI_NAME, MAX_URI_BYTES);
    names.end();
    value.end();
    NodeId proved = membership == null ? NodeId.hash(spki) : NodeId.hash(membership.salt(), spki);
    if (!uri.equals(URI_PREFIX + proved.toHex())) {
      throw new IdentityException(
          "the certificate names " + uri + ", but its key belongs to node " + proved.toHex());
    }
    return proved;
  }
}
