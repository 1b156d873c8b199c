package net.groupvpn.client.device;

import java.nio.ByteBuffer;

/**
 * An array of struct mmsghdr (recvmmsg(2), sendmmsg(2)) in native memory, each with one piece of
 * memory, an address and a control message. 64-bit Linux.
 */
final class MessageVector {
  private static final int HEADER_BYTES = 64;
  private static final int NAME_LENGTH_AT = 8;
  private static final int PIECES_AT = 16;
  private static final int PIECE_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int RESULT_AT = 56;

  private static final int PIECE_BYTES = 16;
  private static final int NAME_BYTES = 32;
  private static final int CONTROL_BYTES = 64;
  private static final int STRIDE = HEADER_BYTES + PIECE_BYTES + NAME_BYTES + CONTROL_BYTES;

  private static final int SOL_UDP = 17;
  private static final int LEVEL_AT = 8;
  private static final int TYPE_AT = 12;
  private static final int DATA_AT = 16;

  private final NativeBuffer memory;
  private final ByteBuffer bytes;
  private final int count;

  /** Room for {@code count} messages. */
  MessageVector(int count) {
    this.count = count;
    memory = new NativeBuffer(count * STRIDE);
    bytes = memory.bytes();
    for (int i = 0; i < count; i++) {
      int header = i * HEADER_BYTES;
      bytes.putLong(header, memory.addressOf(name(i)));
      bytes.putLong(header + PIECES_AT, memory.addressOf(piece(i)));
      bytes.putLong(header + PIECE_COUNT_AT, 1);
      bytes.putLong(header + CONTROL_AT, memory.addressOf(control(i)));
    }
  }

  /** The address of a message; valid as long as this object is referenced. */
  long addressOf(int message) {
    return memory.addressOf(message * HEADER_BYTES);
  }

  /** The memory of a message. */
  void point(int message, long address, int length) {
    bytes.putLong(piece(message), address);
    bytes.putLong(piece(message) + Long.BYTES, length);
  }

  /** Makes a message ready to be received into. */
  void expect(int message) {
    bytes.putInt(message * HEADER_BYTES + NAME_LENGTH_AT, NAME_BYTES);
    bytes.putLong(message * HEADER_BYTES + CONTROL_LENGTH_AT, CONTROL_BYTES);
  }

  /** Where a message goes. */
  void address(int message, byte[] address, int length) {
    bytes.put(name(message), address, 0, length);
    bytes.putInt(message * HEADER_BYTES + NAME_LENGTH_AT, length);
  }

  /** Gives a message a control message of level SOL_UDP with a 16-bit value; type 0 gives none. */
  void control(int message, int type, int value) {
    int length = type == 0 ? 0 : DATA_AT + Long.BYTES;
    bytes.putLong(message * HEADER_BYTES + CONTROL_LENGTH_AT, length);
    if (type != 0) {
      bytes.putLong(control(message), DATA_AT + Short.BYTES);
      bytes.putInt(control(message) + LEVEL_AT, SOL_UDP);
      bytes.putInt(control(message) + TYPE_AT, type);
      bytes.putShort(control(message) + DATA_AT, (short) value);
    }
  }

  /** The value of the received control message of level SOL_UDP and this type; 0 if none. */
  int control(int message, int type) {
    long length = bytes.getLong(message * HEADER_BYTES + CONTROL_LENGTH_AT);
    int at = control(message);
    boolean found =
        length >= DATA_AT + Integer.BYTES
            && bytes.getInt(at + LEVEL_AT) == SOL_UDP
            && bytes.getInt(at + TYPE_AT) == type;
    return found ? bytes.getInt(at + DATA_AT) : 0;
  }

  /** Bytes received. */
  int received(int message) {
    return bytes.getInt(message * HEADER_BYTES + RESULT_AT);
  }

  /** Copies the address that a message came from. */
  void copyAddress(int message, byte[] to) {
    bytes.get(name(message), to, 0, to.length);
  }

  private int piece(int message) {
    return count * HEADER_BYTES + message * PIECE_BYTES;
  }

  private int name(int message) {
    return count * (HEADER_BYTES + PIECE_BYTES) + message * NAME_BYTES;
  }

  private int control(int message) {
    return count * (HEADER_BYTES + PIECE_BYTES + NAME_BYTES) + message * CONTROL_BYTES;
  }
}
