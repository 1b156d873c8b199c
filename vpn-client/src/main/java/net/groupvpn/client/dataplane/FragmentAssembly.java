package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles one peer's FRAGMENT records; see {@link FragmentCutter} for their form. Bounded
 * whatever the peer sends: {@link #MAX_INCOMPLETE} records at a time, of which the oldest gives
 * way. Each has one buffer, which is made when first needed and reused. One thread at a time.
 */
final class FragmentAssembly {
  /** Most incomplete records. */
  static final int MAX_INCOMPLETE = 16;

  /** How long the pieces of an incomplete record are kept. */
  static final long TIMEOUT_NANOS = 2_000_000_000L;

  /** What {@link #add} returns while pieces are missing. */
  static final int INCOMPLETE = 0;

  /** What {@link #add} returns for a piece that fits nothing. */
  static final int MALFORMED = -1;

  private static final int KIND_MASK = 0x7f;

  private final int maxRecordBytes;
  private final PacketCounters counters;
  private final Slot[] slots = new Slot[MAX_INCOMPLETE];

  /** Until the record is complete, its last piece is at the end of the buffer. */
  private static final class Slot {
    final byte[] bytes;
    boolean used;
    int number;
    int count;
    int present;
    int pieceBytes;
    int lastBytes;
    long sinceNanos;

    Slot(int maxBytes) {
      bytes = new byte[maxBytes];
    }
  }

  /** {@code maxRecordBytes} is the longest record, including its kind, that is reassembled. */
  FragmentAssembly(int maxRecordBytes, PacketCounters counters) {
    this.maxRecordBytes = maxRecordBytes;
    this.counters = counters;
  }

  /**
   * Adds an opened FRAGMENT record.
   *
   * @param out has room for the longest record from {@code outOffset}; may be {@code in}
   * @return the length of the complete record, which was written to {@code out} and begins with its
   *     own kind, or {@link #INCOMPLETE}, or {@link #MALFORMED}, which was counted
   */
  int add(byte[] in, int offset, int length, byte[] out, int outOffset, long bootNanos) {
    int pieceBytes = length - FragmentCutter.HEADER_BYTES;
    if (pieceBytes < 1 || in[offset] != FragmentCutter.KIND) {
      return malformed();
    }
    int number = PacketBytes.u16(in, offset + FragmentCutter.NUMBER_AT);
    int place = PacketBytes.u8(in, offset + FragmentCutter.PLACE_AT);
    int index = place >>> 4;
    int count = (place & 0x0f) + 1;
    if (count > FragmentCutter.MAX_PIECES || index >= count || pieceBytes > maxRecordBytes) {
      return malformed();
    }
    Slot slot = find(number, bootNanos);
    if (slot == null) {
      slot = begin(number, count, bootNanos);
    }
    if (!put(slot, index, count, in, offset + FragmentCutter.HEADER_BYTES, pieceBytes)) {
      slot.used = slot.present != 0;
      return malformed();
    }
    return slot.present == (1 << count) - 1 ? finish(slot, out, outOffset) : INCOMPLETE;
  }

  private @Nullable Slot find(int number, long bootNanos) {
    for (Slot slot : slots) {
      if (slot != null
          && slot.used
          && slot.number == number
          && bootNanos - slot.sinceNanos <= TIMEOUT_NANOS) {
        return slot;
      }
    }
    return null;
  }

  private Slot begin(int number, int count, long bootNanos) {
    int chosen = 0;
    for (int i = 0; i < slots.length; i++) {
      Slot slot = slots[i];
      if (slot == null || !slot.used) {
        chosen = i;
        break;
      }
      if (slot.sinceNanos - slots[chosen].sinceNanos < 0) {
        chosen = i;
      }
    }
    Slot slot = slots[chosen];
    if (slot == null) {
      slot = new Slot(maxRecordBytes);
      slots[chosen] = slot;
    } else if (slot.used) {
      counters.increment(PacketCount.INBOUND_INCOMPLETE);
    }
    slot.used = true;
    slot.number = number;
    slot.count = count;
    slot.present = 0;
    slot.pieceBytes = 0;
    slot.lastBytes = 0;
    slot.sinceNanos = bootNanos;
    return slot;
  }

  /** False, without any change, if the piece does not fit those that are there. */
  private boolean put(Slot slot, int index, int count, byte[] in, int from, int length) {
    boolean isLast = index == count - 1;
    int pieceBytes = isLast ? slot.pieceBytes : length;
    int lastBytes = isLast ? length : slot.lastBytes;
    boolean fits =
        slot.count == count
            && (slot.present & 1 << index) == 0
            && (isLast || slot.pieceBytes == 0 || slot.pieceBytes == length)
            && (pieceBytes == 0 || lastBytes <= pieceBytes)
            && (long) (count - 1) * pieceBytes + lastBytes <= maxRecordBytes;
    if (fits) {
      int at = isLast ? maxRecordBytes - length : index * length;
      System.arraycopy(in, from, slot.bytes, at, length);
      slot.present |= 1 << index;
      slot.pieceBytes = pieceBytes;
      slot.lastBytes = lastBytes;
    }
    return fits;
  }

  private int finish(Slot slot, byte[] out, int outOffset) {
    slot.used = false;
    int body = (slot.count - 1) * slot.pieceBytes;
    System.arraycopy(slot.bytes, 0, out, outOffset, body);
    System.arraycopy(
        slot.bytes, maxRecordBytes - slot.lastBytes, out, outOffset + body, slot.lastBytes);
    if ((out[outOffset] & KIND_MASK) == FragmentCutter.KIND) {
      // Pieces of pieces have no use, and would let one record cost as much as eight.
      return malformed();
    }
    return body + slot.lastBytes;
  }

  private int malformed() {
    counters.increment(PacketCount.INBOUND_FRAGMENT);
    return MALFORMED;
  }
}
