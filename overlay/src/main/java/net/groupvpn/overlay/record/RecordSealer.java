package net.groupvpn.overlay.record;

/** Seals records of one epoch of one key set towards one peer. Thread-safe. */
public interface RecordSealer {
  /** Bytes that a SEALED frame adds to its plaintext: 14 of header, 16 of tag. */
  int OVERHEAD_BYTES = 30;

  /**
   * Writes a whole SEALED frame.
   *
   * @param out has room for {@code length + OVERHEAD_BYTES} from {@code outOffset}; may be the same
   *     array as {@code in} only if the plaintext stands at {@code outOffset + 14}
   * @return the frame's length in bytes
   */
  int seal(byte[] in, int inOffset, int length, byte[] out, int outOffset);
}
