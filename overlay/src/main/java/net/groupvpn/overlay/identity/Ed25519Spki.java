package net.groupvpn.overlay.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** SubjectPublicKeyInfo of Ed25519 keys (RFC 8410 section 4): 44 bytes of DER, one form only. */
public final class Ed25519Spki {
  /** Length of the DER form. */
  public static final int BYTES = 44;

  /** Length of an Ed25519 signature. */
  public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519Spki() {}

  static byte[] encode(byte[] publicKey) {
    byte[] spki = Arrays.copyOf(PREFIX, BYTES);
    System.arraycopy(publicKey, 0, spki, PREFIX.length, Ed25519.PUBLIC_KEY_SIZE);
    return spki;
  }

  static byte[] publicKey(byte[] spki) {
    return Arrays.copyOfRange(spki, PREFIX.length, BYTES);
  }

  /** Throws unless {@code spki} is an Ed25519 key in DER, with a point on the curve. */
  public static void check(byte[] spki) throws IdentityException {
    boolean framed =
        spki.length == BYTES && Arrays.equals(spki, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    if (!framed || !Ed25519.validatePublicKeyFull(spki, PREFIX.length)) {
      throw new IdentityException("the public key is not an Ed25519 key");
    }
  }

  /** Whether {@code signature} over {@code message} was made with the key; costs about 0.1 ms. */
  public static boolean verify(byte[] spki, byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_BYTES
        && spki.length == BYTES
        && Ed25519.verify(signature, 0, spki, PREFIX.length, message, 0, message.length);
  }

  /** SHA-256 of any bytes, such as a SubjectPublicKeyInfo, as 64 lower-case hexadecimal digits. */
  public static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
