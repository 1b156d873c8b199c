package net.groupvpn.overlay.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Textual encoding of exactly one structure (RFC 7468). */
public final class Pem {
  /** Label of a certificate. */
  public static final String CERTIFICATE = "CERTIFICATE";

  /** Label of a certificate request. */
  public static final String CERTIFICATE_REQUEST = "CERTIFICATE REQUEST";

  /** Label of a revocation list. */
  public static final String CRL = "X509 CRL";

  /** Label of a PKCS#8 key. */
  public static final String PRIVATE_KEY = "PRIVATE KEY";

  private static final int LINE_CHARS = 64;

  /** Room for the two boundary lines and the line ends. */
  private static final int FRAME_CHARS = 256;

  private Pem() {}

  /** Writes {@code der} under {@code label}, with a final line end. */
  public static String encode(String label, byte[] der) {
    Base64.Encoder lines =
        Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII));
    return begin(label) + "\n" + lines.encodeToString(der) + "\n" + end(label) + "\n";
  }

  /**
   * Reads what {@link #encode} writes.
   *
   * @param maxBytes longest acceptable result
   * @throws IdentityException if {@code text} is anything but one such block
   */
  public static byte[] decode(String label, String text, int maxBytes) throws IdentityException {
    if (text.length() > 2 * maxBytes + FRAME_CHARS) {
      throw new IdentityException("the PEM text is longer than " + maxBytes + " bytes allow");
    }
    String block = text.strip();
    if (!block.startsWith(begin(label)) || !block.endsWith(end(label))) {
      throw new IdentityException("this is not a PEM block with " + begin(label));
    }
    int from = begin(label).length();
    int to = block.length() - end(label).length();
    return decodeBody(block.substring(from, Math.max(from, to)), maxBytes);
  }

  private static byte[] decodeBody(String body, int maxBytes) throws IdentityException {
    try {
      byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      if (der.length == 0 || der.length > maxBytes) {
        throw new IdentityException("a PEM block of " + der.length + " bytes, limit " + maxBytes);
      }
      return der;
    } catch (IllegalArgumentException e) {
      throw new IdentityException("the PEM block is not Base64");
    }
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
