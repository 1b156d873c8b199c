package net.groupvpn.lab.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** Records in direct buffers, as a native socket needs them. */
final class DirectSealer implements Sealer {
  private final JceCipher cipher;
  private final ByteBuffer plain;
  private final ByteBuffer sealed;
  private final ByteBuffer opened;

  DirectSealer(JceCipher cipher, int length) {
    this.cipher = cipher;
    plain = ByteBuffer.allocateDirect(length);
    sealed = ByteBuffer.allocateDirect(HEADER_BYTES + length + TAG_BYTES);
    opened = ByteBuffer.allocateDirect(length);
  }

  @Override
  public int seal(long counter) throws GeneralSecurityException {
    return cipher.toSeal(counter).doFinal(plain.clear(), sealed.position(HEADER_BYTES));
  }

  @Override
  public int open() throws GeneralSecurityException {
    return cipher.toOpen().doFinal(sealed.position(HEADER_BYTES), opened.clear());
  }
}
