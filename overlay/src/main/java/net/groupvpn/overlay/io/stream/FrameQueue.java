package net.groupvpn.overlay.io.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** Frames waiting to be sent on one connection; what does not fit is refused. Thread-safe. */
final class FrameQueue {
  /** Longest queue, bytes: 20 ms at 100 Mbit/s. */
  static final int MAX_BYTES = 256 << 10;

  private final Queue<byte[]> frames = new ArrayDeque<>();
  private int bytes;

  synchronized boolean offer(byte[] frame) {
    int length = FrameReader.LENGTH_BYTES + frame.length;
    if (bytes + length > MAX_BYTES) {
      return false;
    }
    frames.add(frame);
    bytes += length;
    return true;
  }

  /** Moves as many frames, each preceded by its length, as {@code out} has room for. */
  synchronized void drainTo(ByteBuffer out) {
    byte[] next = frames.peek();
    while (next != null && out.remaining() >= FrameReader.LENGTH_BYTES + next.length) {
      out.putShort((short) next.length).put(next);
      bytes -= FrameReader.LENGTH_BYTES + next.length;
      frames.remove();
      next = frames.peek();
    }
  }

  synchronized boolean isEmpty() {
    return frames.isEmpty();
  }
}
