package net.groupvpn.client.dataplane;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.record.RecordOpener;
import net.groupvpn.overlay.record.RecordSealer;

/**
 * Records with the real header and length, but without protection: the tag repeats the key, so a
 * changed tag or counter counts as forged.
 */
final class FakeRecords {
  private static final int HEADER = 14;
  private static final int TAG = 16;
  private static final int COUNTER_AT = 6;

  private FakeRecords() {}

  /** Seals for a receiver's index. */
  static final class Sealer implements RecordSealer {
    private final int index;
    private final AtomicLong counter = new AtomicLong();

    Sealer(int index) {
      this.index = index;
    }

    @Override
    public int seal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
      long number = counter.getAndIncrement();
      System.arraycopy(in, inOffset, out, outOffset + HEADER, length);
      ByteBuffer frame = ByteBuffer.wrap(out, outOffset, length + OVERHEAD_BYTES);
      frame
          .put((byte) FrameType.SEALED.code())
          .put((byte) FrameHeader.VERSION)
          .putInt(index)
          .putLong(number);
      frame.position(frame.position() + length);
      frame.putLong(index).putLong(number);
      return length + OVERHEAD_BYTES;
    }
  }

  /** Opens what a {@link Sealer} of the same index has sealed. */
  static final class Opener implements RecordOpener {
    private final int index;
    private final Set<Long> seen = new HashSet<>();
    private long highestNumber = -1;
    private boolean highest;

    Opener(int index) {
      this.index = index;
    }

    @Override
    public int localIndex() {
      return index;
    }

    @Override
    public int open(byte[] in, int offset, int length, byte[] out, int outOffset, long bootNanos) {
      ByteBuffer frame = ByteBuffer.wrap(in, offset, length);
      int plain = length - HEADER - TAG;
      long number = frame.getLong(offset + COUNTER_AT);
      if (frame.getLong(offset + HEADER + plain) != index
          || frame.getLong(offset + HEADER + plain + Long.BYTES) != number) {
        return FORGED;
      }
      if (!seen.add(number)) {
        return REPLAYED;
      }
      highest = number > highestNumber;
      highestNumber = Math.max(number, highestNumber);
      System.arraycopy(in, offset + HEADER, out, outOffset, plain);
      return plain;
    }

    @Override
    public boolean wasHighest() {
      return highest;
    }
  }
}
