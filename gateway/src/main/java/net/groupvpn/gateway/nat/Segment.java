package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.TcpSegment;

/** A member's TCP segment, read once. One object is used again and again; not thread-safe. */
final class Segment {
  /** Of {@link #windowShift} if the option is not there. */
  static final int NONE = -1;

  private static final int MAX_SACKS = 4;
  private static final int MAX_SHIFT = 14;
  private static final int WINDOW_AT = 14;

  private static final int OPTION_END = 0;
  private static final int OPTION_NOP = 1;
  private static final int OPTION_MSS = 2;
  private static final int OPTION_MSS_BYTES = 4;
  private static final int OPTION_WINDOW = 3;
  private static final int OPTION_WINDOW_BYTES = 3;
  private static final int OPTION_SACK_PERMITTED = 4;
  private static final int OPTION_SACK = 5;
  private static final int SACK_BYTES = 8;

  byte[] bytes = new byte[0];
  int sourcePort;
  int destinationPort;
  int sequence;
  int acknowledgement;
  int flags;

  /** As it stands in the header, not scaled. */
  int window;

  /** Where the data begin, and how many there are. */
  int dataAt;

  int dataBytes;

  /** 0 if the option is not there. */
  int maxSegmentBytes;

  int windowShift;
  boolean sackPermitted;
  int sacks;
  final int[] sackStarts = new int[MAX_SACKS];
  final int[] sackEnds = new int[MAX_SACKS];

  /** Reads the payload of a packet; false if it is no TCP segment. */
  boolean read(IpPacket packet) {
    bytes = packet.bytes;
    int at = packet.payloadAt;
    if (!TcpSegment.isValid(bytes, at, packet.payloadBytes)) {
      return false;
    }
    TcpSegment.Control control = TcpSegment.control(bytes, at);
    sourcePort = TcpSegment.sourcePort(bytes, at);
    destinationPort = TcpSegment.destinationPort(bytes, at);
    sequence = control.sequence();
    acknowledgement = control.acknowledgement();
    flags = control.flags();
    window = PacketBytes.u16(bytes, at + WINDOW_AT);
    int header = TcpSegment.headerBytes(bytes, at);
    dataAt = at + header;
    dataBytes = packet.payloadBytes - header;
    readOptions(at + TcpSegment.MIN_HEADER_BYTES, dataAt);
    return sourcePort != 0 && destinationPort != 0;
  }

  /** What makes no sense in the options ends them; the segment counts all the same. */
  private void readOptions(int from, int end) {
    maxSegmentBytes = 0;
    windowShift = NONE;
    sackPermitted = false;
    sacks = 0;
    int at = from;
    while (at < end) {
      int kind = PacketBytes.u8(bytes, at);
      if (kind == OPTION_END) {
        return;
      }
      if (kind == OPTION_NOP) {
        at++;
        continue;
      }
      int length = at + 1 < end ? PacketBytes.u8(bytes, at + 1) : 0;
      if (length < 2 || length > end - at) {
        return;
      }
      readOption(kind, at, length);
      at += length;
    }
  }

  private void readOption(int kind, int at, int length) {
    if (kind == OPTION_MSS && length == OPTION_MSS_BYTES) {
      maxSegmentBytes = PacketBytes.u16(bytes, at + 2);
    } else if (kind == OPTION_WINDOW && length == OPTION_WINDOW_BYTES) {
      windowShift = Math.min(MAX_SHIFT, PacketBytes.u8(bytes, at + 2));
    } else if (kind == OPTION_SACK_PERMITTED && length == 2) {
      sackPermitted = true;
    } else if (kind == OPTION_SACK) {
      for (int sack = at + 2; sack + SACK_BYTES <= at + length && sacks < MAX_SACKS; ) {
        sackStarts[sacks] = PacketBytes.i32(bytes, sack);
        sackEnds[sacks++] = PacketBytes.i32(bytes, sack + Integer.BYTES);
        sack += SACK_BYTES;
      }
    }
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Numbers that it takes: data, SYN and FIN. */
  int length() {
    return dataBytes + (has(TcpSegment.SYN) ? 1 : 0) + (has(TcpSegment.FIN) ? 1 : 0);
  }
}
