package net.groupvpn.portal.certificate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.Revocation.Reason;
import net.groupvpn.overlay.identity.RevocationList;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;

/** Reads the lines of a verified revocation list. Members need only the serials. */
final class ListEntries {
  private static final ASN1ObjectIdentifier KEY_HASH =
      new ASN1ObjectIdentifier(RevocationList.KEY_HASH);

  private ListEntries() {}

  static List<Revocation> of(RevocationList list) {
    List<Revocation> entries = new ArrayList<>();
    try {
      for (var entry : new X509CRLHolder(list.encoded()).getRevokedCertificates()) {
        read((X509CRLEntryHolder) entry).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a verified revocation list cannot be read", e);
    }
    return entries;
  }

  /** The portal's own lists always name the revoked key. */
  private static Optional<Revocation> read(X509CRLEntryHolder entry) {
    var keyHash = entry.getExtension(KEY_HASH);
    if (keyHash == null) {
      return Optional.empty();
    }
    var hash = ASN1OctetString.getInstance(keyHash.getParsedValue()).getOctets();
    return Optional.of(
        new Revocation(
            entry.getSerialNumber().toString(16),
            HexFormat.of().formatHex(hash),
            reason(entry),
            entry.getRevocationDate().toInstant()));
  }

  private static Reason reason(X509CRLEntryHolder entry) {
    var extension = entry.getExtension(Extension.reasonCode);
    if (extension == null) {
      return Reason.UNSPECIFIED;
    }
    var code = ASN1Enumerated.getInstance(extension.getParsedValue()).intValueExact();
    return Reason.ofCode(code);
  }
}
