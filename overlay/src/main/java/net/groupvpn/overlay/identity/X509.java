package net.groupvpn.overlay.identity;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.groupvpn.overlay.id.NodeId;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;

/** What certificates, requests and revocation lists have in common: numbers, names, signatures. */
final class X509 {
  static final String ED25519 = "1.3.101.112";
  static final String COMMON_NAME = "2.5.4.3";
  static final String SUBJECT_KEY_ID = "2.5.29.14";
  static final String KEY_USAGE = "2.5.29.15";
  static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  static final String BASIC_CONSTRAINTS = "2.5.29.19";
  static final String CRL_NUMBER = "2.5.29.20";
  static final String CRL_REASON = "2.5.29.21";
  static final String AUTHORITY_KEY_ID = "2.5.29.35";

  /** Under 2.25, whose numbers are UUIDs (X.667), so no registration is needed. */
  private static final String GROUPVPN = "2.25.320552117235944218295096708111511529680";

  /** Certificate extension: group ID, salt, member, roles. */
  static final String MEMBERSHIP = GROUPVPN + ".1";

  /** CRL entry extension: SHA-256 of the revoked key's SubjectPublicKeyInfo. */
  static final String REVOKED_KEY_HASH = GROUPVPN + ".2";

  /** CRL extension: how many members and nodes the group has. */
  static final String CENSUS = GROUPVPN + ".3";

  /** "No well-defined expiration date", RFC 5280 4.1.2.5. */
  static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  static final int MAX_NAME_BYTES = 128;

  private static final int VERSION_3 = 2;

  private static final Instant FIRST_GENERALIZED = Instant.parse("2050-01-01T00:00:00Z");
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private X509() {}

  /** Bytes and the signature over them, the form of every signed structure of X.509. */
  record Signed(byte[] body, byte[] signature) {
    boolean isSignedBy(byte[] spki) {
      return Ed25519Spki.verify(spki, body, signature);
    }
  }

  static byte[] sign(ASN1Object body, NodeKey key) {
    byte[] encoded = encode(body);
    return encode(sequence(body, ed25519(), new DERBitString(key.sign(encoded))));
  }

  static Signed readSigned(byte[] der, int maxBytes) throws IdentityException {
    if (der.length > maxBytes) {
      throw new IdentityException(
          "the structure has " + der.length + " bytes, more than " + maxBytes);
    }
    Der file = new Der(der);
    Der parts = file.enter(Der.SEQUENCE);
    file.end();
    byte[] body = parts.raw(Der.SEQUENCE);
    readAlgorithm(parts);
    byte[] signature = parts.bits();
    parts.end();
    return new Signed(body, signature);
  }

  static void readAlgorithm(Der in) throws IdentityException {
    Der algorithm = in.enter(Der.SEQUENCE);
    if (!algorithm.oid().equals(ED25519)) {
      throw new IdentityException("the signature is not an Ed25519 signature");
    }
    algorithm.end();
  }

  static byte[] encode(ASN1Object value) {
    try {
      return value.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a structure of our own cannot be encoded", e);
    }
  }

  static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  static ASN1ObjectIdentifier oid(String dotted) {
    return new ASN1ObjectIdentifier(dotted);
  }

  static DERSequence ed25519() {
    return sequence(oid(ED25519));
  }

  static DERSequence name(String commonName) {
    return sequence(new DERSet(sequence(oid(COMMON_NAME), new DERUTF8String(commonName))));
  }

  /** Reads a name that is one common name, as {@link #name} writes it. */
  static String readName(Der in) throws IdentityException {
    Der relative = in.enter(Der.SEQUENCE);
    Der set = relative.enter(Der.SET);
    relative.end();
    Der attribute = set.enter(Der.SEQUENCE);
    set.end();
    if (!attribute.oid().equals(COMMON_NAME)) {
      throw new IdentityException("the name is not a common name");
    }
    String commonName = attribute.text(Der.UTF8_STRING, MAX_NAME_BYTES);
    attribute.end();
    return commonName;
  }

  static ASN1TaggedObject version3() {
    return new DERTaggedObject(true, 0, new ASN1Integer(VERSION_3));
  }

  static ASN1TaggedObject extensions(DERSequence extensions) {
    return new DERTaggedObject(true, 3, extensions);
  }

  /** A key in the form that a certificate contains. */
  static ASN1Primitive spki(byte[] encoded) {
    return new DERSequence(
        new ASN1Encodable[] {
          ed25519(), new DERBitString(Ed25519Spki.publicKey(encoded)),
        });
  }

  /** Key identifier: the leftmost 160 bits of SHA-256 of the key (RFC 7093 section 2). */
  static byte[] keyId(byte[] spki) {
    return NodeId.hash(Ed25519Spki.publicKey(spki)).toBytes();
  }

  static DERSequence authorityKeyId(byte[] keyId) {
    return sequence(new DERTaggedObject(false, 0, new DEROctetString(keyId)));
  }

  static ASN1Primitive time(Instant time) {
    return time.isBefore(FIRST_GENERALIZED)
        ? new DERUTCTime(UTC.format(time))
        : new DERGeneralizedTime(GENERALIZED.format(time));
  }
}
