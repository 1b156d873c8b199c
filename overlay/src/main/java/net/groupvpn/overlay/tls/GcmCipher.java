package net.groupvpn.overlay.tls;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.groupvpn.overlay.security.RecordCipher;

/**
 * AES-128-GCM by the platform's provider (0.5 us per 1,400 B on heap arrays). A counter must never
 * be used twice for sealing with the same key.
 */
final class GcmCipher implements RecordCipher {
  private static final int FORGED = -1;
  private static final int LAST_IV_BYTE = IV_BYTES - 1;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] iv;
  private final byte[] nonce;

  GcmCipher(byte[] key, byte[] iv) {
    if (key.length != KEY_BYTES || iv.length != IV_BYTES) {
      throw new IllegalArgumentException(
          "AES-128-GCM takes 16 and 12 bytes, not " + key.length + " and " + iv.length);
    }
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.iv = iv.clone();
    this.nonce = iv.clone();
  }

  @Override
  public int seal(
      long counter,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int aadOffset,
      int aadLength) {
    try {
      init(Cipher.ENCRYPT_MODE, counter);
      cipher.updateAAD(out, aadOffset, aadLength);
      return cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal record " + counter, e);
    }
  }

  @Override
  public int open(
      long counter,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int aadOffset,
      int aadLength) {
    if (length < TAG_BYTES) {
      return FORGED;
    }
    try {
      init(Cipher.DECRYPT_MODE, counter);
      cipher.updateAAD(in, aadOffset, aadLength);
      return cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (AEADBadTagException e) {
      return FORGED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open record " + counter, e);
    }
  }

  private void init(int mode, long counter) throws GeneralSecurityException {
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[LAST_IV_BYTE - i] = (byte) (iv[LAST_IV_BYTE - i] ^ (counter >>> (Byte.SIZE * i)));
    }
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
  }
}
