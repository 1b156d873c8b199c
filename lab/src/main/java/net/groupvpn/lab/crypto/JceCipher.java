package net.groupvpn.lab.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A provider's cipher through the Java platform's interface, initialised for one record at a time.
 */
final class JceCipher {
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int IV_BYTES = 12;

  private final Cipher cipher;
  private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
  private final byte[] nonce = new byte[IV_BYTES];
  private final byte[] header = new byte[Sealer.HEADER_BYTES];

  /** {@code provider} null means the platform's own. */
  JceCipher(@Nullable Provider provider) throws GeneralSecurityException {
    cipher =
        provider == null ? Cipher.getInstance(ALGORITHM) : Cipher.getInstance(ALGORITHM, provider);
  }

  /** For the record with that counter. */
  Cipher toSeal(long counter) throws GeneralSecurityException {
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[IV_BYTES - 1 - i] = (byte) (counter >>> (Byte.SIZE * i));
    }
    return ready(Cipher.ENCRYPT_MODE);
  }

  /** For the record that was sealed last. */
  Cipher toOpen() throws GeneralSecurityException {
    return ready(Cipher.DECRYPT_MODE);
  }

  private Cipher ready(int mode) throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(Sealer.TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(header);
    return cipher;
  }
}
