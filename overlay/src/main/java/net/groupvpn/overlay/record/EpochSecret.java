package net.groupvpn.overlay.record;

import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.security.Security;

/**
 * One step of the key ratchet of one direction of one key set. It yields this epoch's key and IV,
 * and the next epoch's secret; it cannot be reversed. Immutable.
 */
public final class EpochSecret {
  /** Epochs are the top 16 bits of a record's counter. */
  static final int MAX_EPOCH = 0xffff;

  private static final int SECRET_BYTES = 32;

  private final Security security;
  private final byte[] secret;
  private final int epoch;

  private EpochSecret(Security security, byte[] secret, int epoch) {
    this.security = security;
    this.secret = secret;
    this.epoch = epoch;
  }

  /** Epoch 0 under an exported secret, of what the client sends or of what the server sends. */
  public static EpochSecret first(Security security, byte[] exported, boolean sentByClient) {
    String label = sentByClient ? "gvpn client" : "gvpn server";
    return new EpochSecret(security, security.expand(exported, label, SECRET_BYTES), 0);
  }

  EpochSecret next() {
    if (epoch == MAX_EPOCH) {
      throw new IllegalStateException("a session must end before its last epoch");
    }
    return new EpochSecret(security, security.expand(secret, "gvpn next", SECRET_BYTES), epoch + 1);
  }

  EpochSecret skipTo(int later) {
    EpochSecret reached = this;
    while (reached.epoch < later) {
      reached = reached.next();
    }
    return reached;
  }

  int epoch() {
    return epoch;
  }

  /** A new cipher with this epoch's key. */
  RecordCipher cipher() {
    return security.cipher(
        security.expand(secret, "gvpn key", RecordCipher.KEY_BYTES),
        security.expand(secret, "gvpn iv", RecordCipher.IV_BYTES));
  }
}
