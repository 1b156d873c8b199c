package net.groupvpn.overlay.security;

/** One AES-128-GCM key, or a model of it. Not thread-safe: each thread needs its own instance. */
public interface RecordCipher {
  /** Length of a key in bytes. */
  int KEY_BYTES = 16;

  /** Length of the implicit initialisation vector in bytes. */
  int IV_BYTES = 12;

  /** Length of the tag that sealing adds, bytes. */
  int TAG_BYTES = 16;

  /**
   * Seals {@code length} bytes of {@code in} from {@code inOffset} to {@code out} from {@code
   * outOffset}, tag last. The associated data is {@code aadLength} bytes of {@code out} from {@code
   * aadOffset}. The arrays may be the same; the ranges of plaintext and ciphertext may be equal,
   * but must not overlap otherwise.
   *
   * @param counter the record's counter, XORed into the last eight bytes of the IV (RFC 8446 5.3)
   * @return bytes written, {@code length + TAG_BYTES}
   */
  int seal(
      long counter,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int aadOffset,
      int aadLength);

  /**
   * Opens what {@link #seal} wrote; the associated data is taken from {@code in}.
   *
   * @param length length of ciphertext and tag, bytes
   * @return plaintext bytes written, or -1 if the tag is wrong
   */
  int open(
      long counter,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset,
      int aadOffset,
      int aadLength);
}
