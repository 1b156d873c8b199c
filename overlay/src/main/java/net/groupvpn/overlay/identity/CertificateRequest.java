package net.groupvpn.overlay.identity;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * A PKCS#10 request (RFC 2986) whose signature was verified: the sender holds the key.
 *
 * @param label the node name that the sender asks for (common name of the subject)
 * @param spki the key to certify, DER
 */
public record CertificateRequest(String label, byte[] spki) {
  /** Longest accepted request, bytes of DER. */
  public static final int MAX_BYTES = 1_024;

  /** Makes a request, DER. */
  public static byte[] create(NodeKey key, String label) {
    return X509.sign(
        X509.sequence(
            new ASN1Integer(0),
            X509.name(label),
            X509.spki(key.spki()),
            new DERTaggedObject(false, 0, new DERSequence())),
        key);
  }

  /** Makes a request, PEM. */
  public static String createPem(NodeKey key, String label) {
    return Pem.encode(Pem.CERTIFICATE_REQUEST, create(key, label));
  }

  /** Reads DER and checks the proof of possession. */
  public static CertificateRequest verify(byte[] der) throws IdentityException {
    X509.Signed signed = X509.readSigned(der, MAX_BYTES);
    Der in = new Der(signed.body()).enter(Der.SEQUENCE);
    if (in.smallInteger(Der.INTEGER) != 0) {
      throw new IdentityException("the certificate request is not of version 1");
    }
    String label = X509.readName(in);
    byte[] spki = in.raw(Der.SEQUENCE);
    Ed25519Spki.check(spki);
    in.raw(Der.constructed(0));
    in.end();
    if (!signed.isSignedBy(spki)) {
      throw new IdentityException("the certificate request is not signed by the key it names");
    }
    return new CertificateRequest(label, spki);
  }

  /** Reads PEM and checks the proof of possession. */
  public static CertificateRequest verifyPem(String pem) throws IdentityException {
    return verify(Pem.decode(Pem.CERTIFICATE_REQUEST, pem, MAX_BYTES));
  }
}
