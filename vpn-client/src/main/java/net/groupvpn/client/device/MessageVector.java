package net.groupvpn.client.device;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An array of struct mmsghdr (recvmmsg(2), sendmmsg(2)) in native memory, each with one block of
 * memory, an address and control messages. 64-bit Linux.
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
  private static final int UDP_SEGMENT = 103;
  private static final int UDP_GRO = 104;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_PKTINFO = 50;

  /** struct in6_pktinfo: address, interface. */
  private static final int PACKET_INFO_BYTES = 20;

  private static final int ALIGNMENT = 8;
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

  /** Prepares a message for receiving. */
  void expect(int message) {
    bytes.putInt(message * HEADER_BYTES + NAME_LENGTH_AT, NAME_BYTES);
    bytes.putLong(message * HEADER_BYTES + CONTROL_LENGTH_AT, CONTROL_BYTES);
  }

  /** Sets the destination of a message. */
  void address(int message, byte[] address, int length) {
    bytes.put(name(message), address, 0, length);
    bytes.putInt(message * HEADER_BYTES + NAME_LENGTH_AT, length);
  }

  /**
   * Sets the control messages of a message.
   *
   * @param segmentBytes length of each datagram in it (UDP_SEGMENT), 0 for a single one
   * @param from the address to send it from, 16 bytes (IPV6_PKTINFO), or null for any
   * @param device number of the device by which to send it, or 0 for any; needs an address
   */
  void control(int message, int segmentBytes, byte @Nullable [] from, int device) {
    int at = control(message);
    int length = 0;
    if (segmentBytes > 0) {
      begin(at, SOL_UDP, UDP_SEGMENT, Short.BYTES);
      bytes.putShort(at + DATA_AT, (short) segmentBytes);
      length = DATA_AT + ALIGNMENT;
    }
    if (from != null) {
      begin(at + length, SOL_IPV6, IPV6_PKTINFO, PACKET_INFO_BYTES);
      bytes.put(at + length + DATA_AT, from);
      bytes.putInt(at + length + DATA_AT + from.length, device);
      length += aligned(DATA_AT + PACKET_INFO_BYTES);
    }
    bytes.putLong(message * HEADER_BYTES + CONTROL_LENGTH_AT, length);
  }

  private void begin(int at, int level, int type, int dataBytes) {
    bytes.putLong(at, DATA_AT + dataBytes);
    bytes.putInt(at + LEVEL_AT, level);
    bytes.putInt(at + TYPE_AT, type);
  }

  private static int aligned(int length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Length of each datagram in a received message (UDP_GRO); 0 if it is a single one. */
  int segmentBytes(int message) {
    int at = find(message, SOL_UDP, UDP_GRO);
    return at < 0 ? 0 : bytes.getInt(at);
  }

  /** Copies the address to which a message was sent, 16 bytes; false if it is unknown. */
  boolean copyAsked(int message, byte[] to) {
    int at = find(message, SOL_IPV6, IPV6_PKTINFO);
    if (at >= 0) {
      bytes.get(at, to, 0, to.length);
    }
    return at >= 0;
  }

  /** Where the data of a received control message begin, or -1. */
  private int find(int message, int level, int type) {
    int at = control(message);
    int end = at + (int) bytes.getLong(message * HEADER_BYTES + CONTROL_LENGTH_AT);
    while (at + DATA_AT <= end) {
      int length = (int) bytes.getLong(at);
      if (length < DATA_AT || at + length > end) {
        return -1;
      }
      if (bytes.getInt(at + LEVEL_AT) == level && bytes.getInt(at + TYPE_AT) == type) {
        return at + DATA_AT;
      }
      at += aligned(length);
    }
    return -1;
  }

  /** Bytes received. */
  int received(int message) {
    return bytes.getInt(message * HEADER_BYTES + RESULT_AT);
  }

  /** Copies the source address of a message. */
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
