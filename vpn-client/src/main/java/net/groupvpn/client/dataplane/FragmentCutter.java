package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Cuts a DATA record's plaintext that is too long for the path into FRAGMENT records:
 *
 * <pre>
 * kind 1 | number 2 | index in the high, count - 1 in the low half of 1 | piece
 * </pre>
 *
 * <p>All pieces except the last have the same length. Call {@link #begin}, then {@link #write} for
 * each index; nothing is allocated. One thread.
 */
final class FragmentCutter {
  /** First byte of a FRAGMENT record. */
  static final int KIND = 2;

  /** Bytes before a piece. */
  static final int HEADER_BYTES = 4;

  /** Most pieces of one record. */
  static final int MAX_PIECES = 8;

  static final int NUMBER_AT = 1;
  static final int PLACE_AT = 3;

  private int nextNumber;
  private int number;
  private int count;
  private int pieceBytes;
  private int recordBytes;

  /**
   * Starts a record.
   *
   * @param recordBytes its length, including its kind
   * @param mtuBytes longest plaintext of one record on the path
   * @return number of pieces, 1 to {@link #MAX_PIECES}; 0 if it is too long even in pieces
   */
  int begin(int recordBytes, int mtuBytes) {
    int room = mtuBytes - HEADER_BYTES;
    if (recordBytes < 1 || room < 1 || recordBytes > (long) MAX_PIECES * room) {
      count = 0;
      return 0;
    }
    this.recordBytes = recordBytes;
    count = (recordBytes + room - 1) / room;
    // Evenly: the same number of datagrams, and none longer than necessary.
    pieceBytes = (recordBytes + count - 1) / count;
    number = nextNumber;
    nextNumber = nextNumber + 1 & 0xffff;
    return count;
  }

  /**
   * Writes one piece, with its header, of the record of the last {@link #begin}.
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
