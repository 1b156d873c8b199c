package net.groupvpn.overlay.io;

import java.util.Objects;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** The receiver's reusable buffers, with the sender of each datagram. Belongs to one thread. */
public final class DatagramBatch {
  /** Longest datagram that a buffer accepts, bytes; GroupVPN's are below a usual Ethernet MTU. */
  public static final int MAX_DATAGRAM_BYTES = 2_047;

  private static final int BUFFER_BYTES = MAX_DATAGRAM_BYTES + 1;

  private final byte[][] buffers;
  private final int[] lengths;
  private final @Nullable Endpoint[] sources;
  private int count;

  /** Room for {@code capacity} datagrams, at least 1. */
  public DatagramBatch(int capacity) {
    buffers = new byte[capacity][BUFFER_BYTES];
    lengths = new int[capacity];
    sources = new Endpoint[capacity];
  }

  /** How many datagrams it holds. */
  public int count() {
    return count;
  }

  /** The buffer of a datagram, starting at 0; the next {@code receive} overwrites it. */
  public byte[] bytes(int index) {
    return buffers[Objects.checkIndex(index, count)];
  }

  /** The length of a datagram in bytes, 0 to {@link #MAX_DATAGRAM_BYTES}. */
  public int length(int index) {
    return lengths[Objects.checkIndex(index, count)];
  }

  /** The sender of a datagram. */
  public Endpoint source(int index) {
    return Objects.requireNonNull(sources[Objects.checkIndex(index, count)]);
  }

  /** For ports: starts again with an empty batch. */
  public void clear() {
    count = 0;
  }

  /** For ports: whether there is no room for another datagram. */
  public boolean isFull() {
    return count == buffers.length;
  }

  /** For ports: the buffer for the next datagram, one byte longer than the longest accepted one. */
  public byte[] nextBuffer() {
    return buffers[count];
  }

  /**
   * For ports: accepts what was put into {@link #nextBuffer}.
   *
   * @return false if it filled the whole buffer, so it was too long and is dropped
   */
  public boolean commit(int length, Endpoint source) {
    if (length > MAX_DATAGRAM_BYTES) {
      return false;
    }
    lengths[count] = length;
    sources[count++] = source;
    return true;
  }
}
