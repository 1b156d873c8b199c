package net.groupvpn.overlay.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.groupvpn.overlay.wire.WireWriter;

/** HMAC-SHA256, and HKDF-Expand-Label on it (RFC 8446 7.1, RFC 5869 2.3). */
final class Hmac {
  static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String LABEL_PREFIX = "tls13 ";
  private static final int MAX_EXPANDED_BYTES = 255 * BYTES;

  private Hmac() {}

  /** A MAC ready for use by one thread. */
  static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  static byte[] expandLabel(byte[] secret, String label, int length) {
    if (length < 1 || length > MAX_EXPANDED_BYTES) {
      throw new IllegalArgumentException("cannot expand a secret to " + length + " bytes");
    }
    byte[] fullLabel = (LABEL_PREFIX + label).getBytes(StandardCharsets.US_ASCII);
    byte[] info =
        new WireWriter().u16(length).u8(fullLabel.length).fixed(fullLabel).u8(0).toBytes();
    return expand(keyed(secret), info, length);
  }

  private static byte[] expand(Mac mac, byte[] info, int length) {
    byte[] result = new byte[length];
    byte[] block = new byte[0];
    for (int at = 0, round = 1; at < length; at += BYTES, round++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) round);
      block = mac.doFinal();
      System.arraycopy(block, 0, result, at, Math.min(BYTES, length - at));
    }
    Arrays.fill(block, (byte) 0);
    return result;
  }
}
