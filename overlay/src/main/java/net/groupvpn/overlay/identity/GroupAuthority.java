package net.groupvpn.overlay.identity;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;

/**
 * A group's certificate authority with its private key. The portal runs one per group. Thread-safe.
 * Certificates carry 127-bit random serial numbers.
 */
public final class GroupAuthority {
  private static final int SERIAL_BITS = 127;
  private static final int SIGN_CERTIFICATES_AND_CRLS = 0x06;
  private static final int SIGN_CERTIFICATES_AND_CRLS_UNUSED_BITS = 1;

  private final GroupCa ca;
  private final NodeKey key;
  private final SecureRandom random;

  private GroupAuthority(GroupCa ca, NodeKey key, SecureRandom random) {
    this.ca = ca;
    this.key = key;
    this.random = random;
  }

  /**
   * Makes a new authority with a new key. Its certificate has no end: it is pinned by its key.
   *
   * @param name the group's name, at most 128 bytes of UTF-8
   */
  public static GroupAuthority create(String name, Instant notBefore, SecureRandom random) {
    NodeKey key = NodeKey.generate(random);
    byte[] der = selfSigned(key, name, notBefore, serial(random));
    try {
      return new GroupAuthority(GroupCa.parse(der), key, random);
    } catch (IdentityException e) {
      throw new IllegalArgumentException("cannot make an authority named " + name, e);
    }
  }

  /**
   * Restores an authority from {@link GroupCa#toPem} and {@link #keyPem}.
   *
   * @throws IdentityException if either is damaged, or the key is not the certificate's
   */
  public static GroupAuthority ofPem(String caPem, String keyPem, SecureRandom random)
      throws IdentityException {
    GroupCa ca = GroupCa.parsePem(caPem);
    NodeKey key = NodeKey.ofPem(keyPem);
    if (!Arrays.equals(ca.spki(), key.spki())) {
      throw new IdentityException("the CA's private key does not belong to its certificate");
    }
    return new GroupAuthority(ca, key, random);
  }

  /** The public side. */
  public GroupCa ca() {
    return ca;
  }

  /** SHA-256 of the CA's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits. */
  public String groupId() {
    return ca.groupId();
  }

  /** The private key, PKCS#8 in PEM, not encrypted: a secret. */
  public String keyPem() {
    return key.toPem();
  }

  /** Signs any bytes with the CA's key, such as a group file. */
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }

  /**
   * Issues a node's certificate.
   *
   * @throws IdentityException if the order's key is not Ed25519 or a name is too long
   */
  public NodeCertificate issue(CertificateOrder order) throws IdentityException {
    Ed25519Spki.check(order.spki());
    Membership membership = new Membership(groupId(), order.member(), order.roles(), order.salt());
    return NodeCertificate.parse(
        CertificateWriter.write(serial(random), ca.name(), order, membership, key));
  }

  /**
   * Issues a revocation list that says how large the group is.
   *
   * @param number grows with every list of this group; members refuse a lower number
   * @param entries at most {@link RevocationList#MAX_ENTRIES}
   */
  public RevocationList crl(
      long number,
      Instant thisUpdate,
      Instant nextUpdate,
      List<Revocation> entries,
      Census census) {
    return crl(new RevocationWriter.Content(number, thisUpdate, nextUpdate, entries, census));
  }

  /** The same without the group's size. */
  public RevocationList crl(
      long number, Instant thisUpdate, Instant nextUpdate, List<Revocation> entries) {
    return crl(new RevocationWriter.Content(number, thisUpdate, nextUpdate, entries, null));
  }

  private RevocationList crl(RevocationWriter.Content content) {
    try {
      return RevocationList.parse(RevocationWriter.write(ca, key, content), ca);
    } catch (IdentityException e) {
      throw new IllegalArgumentException("cannot make revocation list " + content.number(), e);
    }
  }

  private static byte[] selfSigned(NodeKey key, String name, Instant notBefore, BigInteger serial) {
    var extensions =
        new Extensions.Builder()
            .add(X509.BASIC_CONSTRAINTS, true, X509.sequence(ASN1Boolean.TRUE))
            .add(
                X509.KEY_USAGE,
                true,
                new DERBitString(
                    new byte[] {(byte) SIGN_CERTIFICATES_AND_CRLS},
                    SIGN_CERTIFICATES_AND_CRLS_UNUSED_BITS))
            .add(X509.SUBJECT_KEY_ID, false, new DEROctetString(X509.keyId(key.spki())))
            .build();
    return X509.sign(
        X509.sequence(
            X509.version3(),
            new ASN1Integer(serial),
            X509.ed25519(),
            X509.name(name),
            X509.sequence(X509.time(notBefore), X509.time(X509.NEVER)),
            X509.name(name),
            X509.spki(key.spki()),
            X509.extensions(extensions)),
        key);
  }

  /** Positive and never short, so that all lists of serials have the same form. */
  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 1);
  }
}
