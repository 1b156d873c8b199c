package net.groupvpn.overlay.security;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Cheap, repeatable hashing in place of cryptography. Protects nothing. */
final class ModelHash {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private ModelHash() {}

  static long of(long seed, byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return mix(mix(seed + length) ^ crc.getValue());
  }

  static long of(long seed, byte[] bytes) {
    return of(seed, bytes, 0, bytes.length);
  }

  static long of(long seed, String text) {
    return of(seed, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Stretches a hash to {@code length} bytes. */
  static byte[] stretch(long hash, int length) {
    byte[] result = new byte[length];
    stretch(hash, result, 0, length);
    return result;
  }

  static void stretch(long hash, byte[] out, int offset, int length) {
    long state = hash;
    for (int i = 0; i < length; i++) {
      if (i % Long.BYTES == 0) {
        state = mix(state + GOLDEN_GAMMA);
      }
      out[offset + i] = (byte) (state >>> (Byte.SIZE * (i % Long.BYTES)));
    }
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long first = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
