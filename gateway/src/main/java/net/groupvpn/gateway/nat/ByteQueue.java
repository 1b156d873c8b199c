package net.groupvpn.gateway.nat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one direction of a flow, first in, first out, in blocks of a {@link BlockPool}. Bytes
 * may be written ahead of the end, where earlier ones are still missing. A position counts from the
 * first byte. Not thread-safe.
 */
final class ByteQueue {
  private static final int BLOCK = BlockPool.BLOCK_BYTES;
  private static final int FIRST_SLOTS = 4;

  private final BlockPool pool;
  private final MemberAccount member;

  /** A circle; null where no block is. */
  private byte[] @Nullable [] slots = new byte[FIRST_SLOTS][];

  private int firstSlot;
  private int headOffset;
  private int size;

  /** End of what was written, ahead of the end or not. */
  private int writtenEnd;

  ByteQueue(BlockPool pool, MemberAccount member) {
    this.pool = pool;
    this.member = member;
  }

  /** Bytes without a gap. */
  int size() {
    return size;
  }

  /** Writes at a position; false if memory is short: then none of it counts. */
  boolean write(int position, byte[] from, int offset, int length) {
    int done = 0;
    while (done < length) {
      int absolute = headOffset + position + done;
      byte[] block = blockFor(absolute / BLOCK);
      if (block == null) {
        return false;
      }
      int at = absolute % BLOCK;
      int part = Math.min(length - done, BLOCK - at);
      System.arraycopy(from, offset + done, block, at, part);
      done += part;
      writtenEnd = Math.max(writtenEnd, position + done);
    }
    return true;
  }

  /** Counts bytes as added that were written at the end. */
  void extend(int bytes) {
    size += bytes;
    writtenEnd = Math.max(writtenEnd, size);
  }

  /**
   * Where the next bytes are to be put, at most {@code limit}; null if memory is short. Put them at
   * once and {@link #extend}.
   */
  @Nullable ByteBuffer space(int limit) {
    int absolute = headOffset + size;
    byte[] block = blockFor(absolute / BLOCK);
    if (block == null) {
      return null;
    }
    int at = absolute % BLOCK;
    return ByteBuffer.wrap(block, at, Math.min(limit, BLOCK - at));
  }

  /** The first bytes, or some of them; empty only if there are none. */
  ByteBuffer head() {
    byte[] block = slots[firstSlot];
    return size == 0 || block == null
        ? ByteBuffer.allocate(0)
        : ByteBuffer.wrap(block, headOffset, Math.min(size, BLOCK - headOffset));
  }

  /** Copies bytes that are there. */
  void copyOut(int position, byte[] to, int offset, int length) {
    Objects.checkFromToIndex(position, position + length, size);
    int done = 0;
    while (done < length) {
      int absolute = headOffset + position + done;
      int at = absolute % BLOCK;
      int part = Math.min(length - done, BLOCK - at);
      byte[] block = Objects.requireNonNull(slots[slot(absolute / BLOCK)]);
      System.arraycopy(block, at, to, offset + done, part);
      done += part;
    }
  }

  /** Removes the first bytes. */
  void discard(int bytes) {
    Objects.checkIndex(bytes, size + 1);
    size -= bytes;
    writtenEnd -= bytes;
    headOffset += bytes;
    while (headOffset >= BLOCK) {
      headOffset -= BLOCK;
      release(firstSlot);
      firstSlot = (firstSlot + 1) % slots.length;
    }
    if (writtenEnd == 0) {
      release();
    }
  }

  /** Gives all memory back. */
  void release() {
    for (int slot = 0; slot < slots.length; slot++) {
      release(slot);
    }
    headOffset = 0;
    size = 0;
    writtenEnd = 0;
  }

  /** Gives a block back that was taken for {@link #space} and got nothing. */
  void releaseIfEmpty() {
    if (writtenEnd == 0) {
      release();
    }
  }

  private void release(int slot) {
    byte[] block = slots[slot];
    if (block != null) {
      slots[slot] = null;
      pool.giveBack(member, block);
    }
  }

  private byte @Nullable [] blockFor(int index) {
    if (index >= slots.length) {
      grow(index + 1);
    }
    int slot = slot(index);
    if (slots[slot] == null) {
      slots[slot] = pool.take(member);
    }
    return slots[slot];
  }

  private void grow(int atLeast) {
    byte[] @Nullable [] larger = new byte[Math.max(atLeast, 2 * slots.length)][];
    for (int i = 0; i < slots.length; i++) {
      larger[i] = slots[slot(i)];
    }
    slots = larger;
    firstSlot = 0;
  }

  private int slot(int index) {
    return (firstSlot + index) % slots.length;
  }
}
