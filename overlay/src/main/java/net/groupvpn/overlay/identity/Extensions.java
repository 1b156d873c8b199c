package net.groupvpn.overlay.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;

/** The extensions of a certificate, a CRL or a CRL entry (RFC 5280 4.2). */
final class Extensions {
  private static final int MAX_COUNT = 16;

  private final Map<String, byte[]> values = new HashMap<>();

  /** Reads {@code SEQUENCE OF Extension}; a critical one that is not {@code known} is refused. */
  static Extensions read(Der in, Set<String> known) throws IdentityException {
    Extensions extensions = new Extensions();
    Der list = in.enter(Der.SEQUENCE);
    while (list.hasMore()) {
      extensions.readOne(list.enter(Der.SEQUENCE), known);
    }
    return extensions;
  }

  private void readOne(Der in, Set<String> known) throws IdentityException {
    String oid = in.oid();
    boolean critical = in.nextIs(Der.BOOLEAN);
    if (critical) {
      in.isTrue();
    }
    if (critical && !known.contains(oid)) {
      throw new IdentityException("the critical extension " + oid + " is not known here");
    }
    byte[] value = in.content(Der.OCTET_STRING);
    in.end();
    if (values.put(oid, value) != null || values.size() > MAX_COUNT) {
      throw new IdentityException("the extension " + oid + " is repeated, or one too many");
    }
  }

  /** The extension's value, or null. */
  @Nullable Der find(String oid) {
    byte[] value = values.get(oid);
    return value == null ? null : new Der(value);
  }

  /** The extension's value. */
  Der need(String oid) throws IdentityException {
    Der value = find(oid);
    if (value == null) {
      throw new IdentityException("the extension " + oid + " is missing");
    }
    return value;
  }

  /** Writes extensions in the order in which they are added. */
  static final class Builder {
    private final ASN1EncodableVector list = new ASN1EncodableVector();

    Builder add(String oid, boolean critical, ASN1Object value) {
      ASN1Encodable content = new DEROctetString(X509.encode(value));
      list.add(
          critical
              ? X509.sequence(X509.oid(oid), ASN1Boolean.TRUE, content)
              : X509.sequence(X509.oid(oid), content));
      return this;
    }

    DERSequence build() {
      return new DERSequence(list);
    }
  }
}
