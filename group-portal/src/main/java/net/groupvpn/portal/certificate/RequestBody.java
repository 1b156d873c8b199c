package net.groupvpn.portal.certificate;

import java.util.Base64;
import java.util.regex.Pattern;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.Pem;

/** Reads the parts that several calls share; a problem with one becomes a refusal. */
final class RequestBody {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private RequestBody() {}

  /** A PKCS#10 request whose signature proves that the sender has the key. */
  static CertificateRequest request(String pem) {
    try {
      var request = CertificateRequest.verifyPem(pem);
      if (!NAME.matcher(request.label()).matches()) {
        throw ApiRefusal.malformed(
            "request: the machine's name must have 1 to 63 letters, digits and inner hyphens");
      }
      return request;
    } catch (IdentityException e) {
      throw ApiRefusal.malformed("request: " + e.getMessage());
    }
  }

  /** The DER bytes of a request that {@link #request} has accepted. */
  static byte[] pemBytes(String pem) {
    try {
      return Pem.decode(Pem.CERTIFICATE_REQUEST, pem, CertificateRequest.MAX_BYTES);
    } catch (IdentityException e) {
      throw ApiRefusal.malformed("request: " + e.getMessage());
    }
  }

  static NodeCertificate certificate(String pem) {
    try {
      return NodeCertificate.parsePem(pem);
    } catch (IdentityException e) {
      throw ApiRefusal.malformed("certificate: " + e.getMessage());
    }
  }

  static byte[] base64(String field, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ApiRefusal.malformed(field + " is not base64");
    }
  }
}
