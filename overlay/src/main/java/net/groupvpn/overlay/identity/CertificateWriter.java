package net.groupvpn.overlay.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.groupvpn.overlay.id.NodeId;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.jspecify.annotations.Nullable;

/** Builds what {@link NodeCertificate} parses. */
final class CertificateWriter {
  private static final byte DIGITAL_SIGNATURE = (byte) 0x80;
  private static final int DIGITAL_SIGNATURE_UNUSED_BITS = 7;
  private static final String PUBLIC_NAME = "node";

  private CertificateWriter() {}

  /** A certificate issued by a group's CA. */
  static byte[] write(
      BigInteger serial,
      String issuer,
      CertificateOrder order,
      Membership membership,
      NodeKey caKey) {
    NodeId nodeId = NodeId.hash(membership.salt(), order.spki());
    return X509.sign(
        X509.sequence(
            X509.version3(),
            new ASN1Integer(serial),
            X509.ed25519(),
            X509.name(issuer),
            X509.sequence(X509.time(order.notBefore()), X509.time(order.notAfter())),
            X509.name(order.label()),
            X509.spki(order.spki()),
            X509.extensions(extensions(nodeId, membership, X509.keyId(caKey.spki())))),
        caKey);
  }

  /** The self-made certificate of a public-overlay node: always the same for a key. */
  static byte[] writePublic(NodeKey key) {
    return X509.sign(
        X509.sequence(
            X509.version3(),
            new ASN1Integer(BigInteger.ONE),
            X509.ed25519(),
            X509.name(PUBLIC_NAME),
            X509.sequence(X509.time(Instant.EPOCH), X509.time(X509.NEVER)),
            X509.name(PUBLIC_NAME),
            X509.spki(key.spki()),
            X509.extensions(extensions(key.publicNodeId(), null, null))),
        key);
  }

  private static DERSequence extensions(
      NodeId nodeId, @Nullable Membership membership, byte @Nullable [] issuerKeyId) {
    Extensions.Builder builder =
        new Extensions.Builder()
            .add(
                X509.KEY_USAGE,
                true,
                new DERBitString(new byte[] {DIGITAL_SIGNATURE}, DIGITAL_SIGNATURE_UNUSED_BITS))
            .add(X509.SUBJECT_ALTERNATIVE_NAME, false, X509.sequence(uri(nodeId)));
    if (issuerKeyId != null) {
      builder.add(X509.AUTHORITY_KEY_ID, false, X509.authorityKeyId(issuerKeyId));
    }
    if (membership != null) {
      builder.add(X509.MEMBERSHIP, false, membership.encode());
    }
    return builder.build();
  }

  private static ASN1Object uri(NodeId nodeId) {
    String uri = NodeCertificate.URI_PREFIX + nodeId.toHex();
    return new DERTaggedObject(
        false, 6, new DEROctetString(uri.getBytes(StandardCharsets.US_ASCII)));
  }
}
