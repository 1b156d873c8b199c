package net.groupvpn.overlay.handshake;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reassembles the peer's side of a handshake. Holds only what arrived, in a limited number of
 * pieces; fragments may overlap, repeat, and arrive in any order.
 */
final class IncomingStream {
  /** Longest stream, bytes; a real one has about 2 KB. */
  static final int MAX_BYTES = 16_384;

  /**
   * Length of {@link #tail}: an encrypted record ends with this many bytes that nobody can choose.
   */
  static final int TAIL_BYTES = 16;

  private static final int MAX_PIECES = 48;

  private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
  private final TreeMap<Integer, byte[]> waiting = new TreeMap<>();
  private byte[] tail = {};
  private int contiguous;
  private int total;

  /** Adds a fragment; false if it exceeds a limit or brings nothing new. */
  boolean add(int offset, byte[] fragment, int streamTotal) {
    if (streamTotal > MAX_BYTES) {
      return false;
    }
    total = Math.max(total, streamTotal);
    int end = offset + fragment.length;
    if (fragment.length == 0 || end <= contiguous) {
      return false;
    }
    byte[] known = waiting.get(offset);
    if (known != null ? known.length >= fragment.length : waiting.size() >= MAX_PIECES) {
      return false;
    }
    waiting.put(offset, fragment);
    joinWaiting();
    return true;
  }

  private void joinWaiting() {
    Map.Entry<Integer, byte[]> first = waiting.firstEntry();
    while (first != null && first.getKey() <= contiguous) {
      byte[] piece = first.getValue();
      int known = contiguous - first.getKey();
      if (piece.length > known) {
        ready.write(piece, known, piece.length - known);
        contiguous += piece.length - known;
      }
      waiting.pollFirstEntry();
      first = waiting.firstEntry();
    }
  }

  /** Bytes received without a gap. */
  int contiguous() {
    return contiguous;
  }

  /** Whether there is something to take, and everything that the peer has announced is there. */
  boolean isFlightComplete() {
    return ready.size() > 0 && contiguous == total;
  }

  /** Takes the bytes that arrived without a gap and were not taken before. */
  byte[] take() {
    byte[] taken = ready.toByteArray();
    ready.reset();
    tail = tailOf(tail, taken);
    return taken;
  }

  private static byte[] tailOf(byte[] before, byte[] taken) {
    byte[] both = Arrays.copyOf(before, before.length + taken.length);
    System.arraycopy(taken, 0, both, before.length, taken.length);
    return Arrays.copyOfRange(both, Math.max(0, both.length - TAIL_BYTES), both.length);
  }

  /** The last {@link #TAIL_BYTES} taken bytes, or all if there were fewer. */
  byte[] tail() {
    return tail;
  }
}
