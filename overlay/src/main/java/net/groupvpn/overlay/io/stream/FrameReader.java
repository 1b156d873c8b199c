package net.groupvpn.overlay.io.stream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts TLS plaintext into frames: each is preceded by its length, 2 bytes. */
final class FrameReader {
  /** Longest frame, bytes; a sealed, relayed frame of a full packet is shorter. */
  static final int MAX_FRAME_BYTES = 2_047;

  static final int LENGTH_BYTES = 2;

  private final byte[] buffer = new byte[LENGTH_BYTES + MAX_FRAME_BYTES];
  private int filled;

  /**
   * Consumes all bytes that remain in {@code in}.
   *
   * @return false if a length is invalid; the stream is then unusable
   */
  boolean read(ByteBuffer in, Consumer<byte[]> frames) {
    while (in.hasRemaining()) {
      fill(in, LENGTH_BYTES);
      if (filled < LENGTH_BYTES) {
        return true;
      }
      int length = (buffer[0] & 0xff) << Byte.SIZE | (buffer[1] & 0xff);
      if (length == 0 || length > MAX_FRAME_BYTES) {
        return false;
      }
      fill(in, LENGTH_BYTES + length);
      if (filled == LENGTH_BYTES + length) {
        byte[] frame = new byte[length];
        System.arraycopy(buffer, LENGTH_BYTES, frame, 0, length);
        filled = 0;
        frames.accept(frame);
      }
    }
    return true;
  }

  private void fill(ByteBuffer in, int wanted) {
    int count = Math.max(0, Math.min(in.remaining(), wanted - filled));
    in.get(buffer, filled, count);
    filled += count;
  }
}
