package net.groupvpn.overlay.identity;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.jspecify.annotations.Nullable;

/** Builds what {@link RevocationList} parses: a version 2 CRL (RFC 5280 section 5). */
final class RevocationWriter {
  private static final int VERSION_2 = 1;

  private RevocationWriter() {}

  /**
   * The content of a list.
   *
   * @param census the size of the group; null for a list that does not state it
   */
  record Content(
      long number,
      Instant thisUpdate,
      Instant nextUpdate,
      List<Revocation> entries,
      @Nullable Census census) {}

  static byte[] write(GroupCa ca, NodeKey key, Content content) {
    ASN1EncodableVector body = new ASN1EncodableVector();
    body.add(new ASN1Integer(VERSION_2));
    body.add(X509.ed25519());
    body.add(X509.name(ca.name()));
    body.add(X509.time(content.thisUpdate()));
    body.add(X509.time(content.nextUpdate()));
    if (!content.entries().isEmpty()) {
      body.add(
          new DERSequence(
              content.entries().stream()
                  .map(RevocationWriter::entry)
                  .toArray(ASN1Encodable[]::new)));
    }
    Extensions.Builder extensions =
        new Extensions.Builder()
            .add(X509.AUTHORITY_KEY_ID, false, X509.authorityKeyId(X509.keyId(ca.spki())))
            .add(X509.CRL_NUMBER, false, new ASN1Integer(content.number()));
    if (content.census() != null) {
      extensions.add(X509.CENSUS, false, content.census().encode());
    }
    body.add(new DERTaggedObject(true, 0, extensions.build()));
    return X509.sign(new DERSequence(body), key);
  }

  private static DERSequence entry(Revocation revocation) {
    Extensions.Builder extensions = new Extensions.Builder();
    if (revocation.reason() != Revocation.Reason.UNSPECIFIED) {
      extensions.add(X509.CRL_REASON, false, new ASN1Enumerated(revocation.reason().code()));
    }
    byte[] keyHash = HexFormat.of().parseHex(revocation.keyHash());
    extensions.add(X509.REVOKED_KEY_HASH, false, new DEROctetString(keyHash));
    return X509.sequence(
        new ASN1Integer(new BigInteger(revocation.serial(), 16)),
        X509.time(revocation.time()),
        extensions.build());
  }
}
