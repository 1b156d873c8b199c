package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Cuts a DATA record's plaintext that is too long for the path into FRAGMENT records:
 *
 * <pre>
 * kind 1 | number 2 | index in the high, count - 1 in the low half of 1 | piece
 * </pre>
 *
 * <p>All pieces but the last are equally long. First {@link #begin}, then {@link #write} for each
 * index; nothing is allocated. One thread.
 */
final class FragmentCutter {
  /** First byte of a FRAGMENT record. */
  static final int KIND = 2;

  /** What stands before a piece. */
  static final int HEADER_BYTES = 4;

  /** Pieces of one record. */
  static final int MAX_PIECES = 8;

  static final int NUMBER_AT = 1;
  static final int PLACE_AT = 3;

  private int nextNumber;
  private int number;
  private int count;
  private int pieceBytes;
  private int recordBytes;

  /**
   * Begins with a record.
   *
   * @param recordBytes its length, its kind included
   * @param mtuBytes longest plaintext of one record on the path
   * @return how many pieces it takes, 1 to {@link #MAX_PIECES}; 0 if it is too long even so
   */
  int begin(int recordBytes, int mtuBytes) {
    int room = mtuBytes - HEADER_BYTES;
    if (recordBytes < 1 || room < 1 || recordBytes > (long) MAX_PIECES * room) {
      count = 0;
      return 0;
    }
    this.recordBytes = recordBytes;
    count = (recordBytes + room - 1) / room;
    // Evenly: as many datagrams, and none longer than need be.
    pieceBytes = (recordBytes + count - 1) / count;
    number = nextNumber;
    nextNumber = nextNumber + 1 & 0xffff;
    return count;
  }

  /**
   * Writes one piece of the record of the last {@link #begin} with its header.
   *
   * @param index from 0
   * @return bytes written
   */
  int write(int index, byte[] record, int offset, byte[] out, int outOffset) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("piece " + index + " of " + count);
    }
    int from = index * pieceBytes;
    int length = Math.min(pieceBytes, recordBytes - from);
    out[outOffset] = KIND;
    PacketBytes.put16(out, outOffset + NUMBER_AT, number);
    PacketBytes.put8(out, outOffset + PLACE_AT, index << 4 | (count - 1));
    System.arraycopy(record, offset + from, out, outOffset + HEADER_BYTES, length);
    return HEADER_BYTES + length;
  }
}
