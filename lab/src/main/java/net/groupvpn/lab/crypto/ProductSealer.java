package net.groupvpn.lab.crypto;

import java.security.SecureRandom;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.tls.TlsSecurity;

/** The product's own implementation. */
final class ProductSealer implements Sealer {
  private final RecordCipher sealing;
  private final RecordCipher opening;
  private final byte[] plain;
  private final byte[] sealed;
  private final byte[] opened;
  private long last;

  ProductSealer(int length) {
    SecureRandom random = new SecureRandom();
    TlsSecurity security = TlsSecurity.ofPublicOverlay(NodeKey.generate(random), random);
    byte[] key = new byte[RecordCipher.KEY_BYTES];
    byte[] iv = new byte[RecordCipher.IV_BYTES];
    sealing = security.cipher(key, iv);
    opening = security.cipher(key, iv);
    plain = new byte[length];
    sealed = new byte[HEADER_BYTES + length + TAG_BYTES];
    opened = new byte[length];
  }

  @Override
  public int seal(long counter) {
    last = counter;
    return sealing.seal(counter, plain, 0, plain.length, sealed, HEADER_BYTES, 0, HEADER_BYTES);
  }

  @Override
  public int open() {
    int length = opened.length + TAG_BYTES;
    return opening.open(last, sealed, HEADER_BYTES, length, opened, 0, 0, HEADER_BYTES);
  }
}
