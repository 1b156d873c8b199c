package net.groupvpn.overlay.record;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.groupvpn.overlay.security.RecordCipher;
import org.jspecify.annotations.Nullable;

/**
 * Seals records of one epoch. Any number of threads share the counter. Ciphers are not thread-safe,
 * so they are borrowed from a small pool; a new one is made when all are in use.
 */
public final class SendKeys implements RecordSealer {
  /** No key seals more records than this (RFC 9001 appendix B.1, AES-GCM, 2 KB packets). */
  static final long MAX_RECORDS = 1L << 28;

  private static final int POOLED_CIPHERS = 4;

  private final EpochSecret secret;
  private final int receiverIndex;
  private final long startedNanos;
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicReferenceArray<@Nullable RecordCipher> idle =
      new AtomicReferenceArray<>(POOLED_CIPHERS);

  /** {@code receiverIndex} goes into each record; {@code startedNanos} is the boot time. */
  public SendKeys(EpochSecret secret, int receiverIndex, long startedNanos) {
    this.secret = secret;
    this.receiverIndex = receiverIndex;
    this.startedNanos = startedNanos;
  }

  /** The keys of the next epoch. */
  public SendKeys next(long nowNanos) {
    return new SendKeys(secret.next(), receiverIndex, nowNanos);
  }

  /** Records sealed so far. */
  long sealed() {
    return sequence.get();
  }

  /** Boot time since which these keys have been in use. */
  long startedNanos() {
    return startedNanos;
  }

  @Override
  public int seal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    long number = sequence.getAndIncrement();
    if (number >= MAX_RECORDS) {
      throw new IllegalStateException("no ratchet came before " + MAX_RECORDS + " records");
    }
    long counter = (long) secret.epoch() << FrameHeader.SEQUENCE_BITS | number;
    int body = outOffset + FrameHeader.SEALED_HEADER_BYTES;
    FrameHeader.writeSealed(out, outOffset, receiverIndex, counter);
    RecordCipher cipher = borrow();
    int written =
        cipher.seal(
            counter, in, inOffset, length, out, body, outOffset, FrameHeader.SEALED_HEADER_BYTES);
    giveBack(cipher);
    return FrameHeader.SEALED_HEADER_BYTES + written;
  }

  private RecordCipher borrow() {
    for (int slot = 0; slot < POOLED_CIPHERS; slot++) {
      RecordCipher cipher = idle.getAndSet(slot, null);
      if (cipher != null) {
        return cipher;
      }
    }
    return secret.cipher();
  }

  private void giveBack(RecordCipher cipher) {
    for (int slot = 0; slot < POOLED_CIPHERS; slot++) {
      if (idle.compareAndSet(slot, null, cipher)) {
        return;
      }
    }
  }
}
