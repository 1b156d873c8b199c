package net.groupvpn.client.dataplane;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.RecordSealer;

/** Whether a frame is for the data plane, and the first byte inside a DATA record. */
final class DataFrame {
  /** First byte of a DATA record: an IP packet follows, without Ethernet header. */
  static final int IP_PACKET = 1;

  /**
   * Added to {@link #IP_PACKET}: the checksum of TCP or UDP holds only the sum of the
   * pseudo-header. The record's tag protects the packet. A receiver that needs the checksum locates
   * and completes it.
   */
  static final int PARTIAL_CHECKSUM = 0x80;

  /** First byte of a DATA record: a frame for another peer of the receiver, who forwards it. */
  static final int RELAY = 3;

  /** First byte of a DATA record: a frame that the sender forwards for another node. */
  static final int RELAYED = 4;

  /** What precedes the frame in both: the kind, and the destination or source. */
  static final int RELAY_HEADER_BYTES = 1 + NodeId.BYTES;

  private DataFrame() {}

  /** Whether this is a SEALED frame for a DATA key set, with room for at least one byte. */
  static boolean isData(byte[] bytes, int offset, int length) {
    return length > RecordSealer.OVERHEAD_BYTES && FrameHeader.isData(bytes, offset, length);
  }

  /** Whether a record of this kind holds an IP packet, with or without its checksum. */
  static boolean isPacket(int kind) {
    return (kind & 0xff & ~PARTIAL_CHECKSUM) == IP_PACKET;
  }
}
