package net.groupvpn.lab.crypto;

import java.security.GeneralSecurityException;

/** Records in heap arrays. */
final class ArraySealer implements Sealer {
  private final JceCipher cipher;
  private final byte[] plain;
  private final byte[] sealed;
  private final byte[] opened;

  ArraySealer(JceCipher cipher, int length) {
    this.cipher = cipher;
    plain = new byte[length];
    sealed = new byte[HEADER_BYTES + length + TAG_BYTES];
    opened = new byte[length];
  }

  @Override
  public int seal(long counter) throws GeneralSecurityException {
    return cipher.toSeal(counter).doFinal(plain, 0, plain.length, sealed, HEADER_BYTES);
  }

  @Override
  public int open() throws GeneralSecurityException {
    return cipher.toOpen().doFinal(sealed, HEADER_BYTES, opened.length + TAG_BYTES, opened, 0);
  }
}
