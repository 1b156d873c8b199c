package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.record.RecordSealer;

/**
 * The outside of a SEALED frame as far as the data plane looks at it (type, version, receiver's
 * index), and the first byte inside a DATA record.
 */
final class DataFrame {
  /** First byte of a DATA record: an IP packet follows, without Ethernet header. */
  static final int IP_PACKET = 1;

  /**
   * Added to {@link #IP_PACKET}: the checksum of TCP or UDP holds the pseudo-header's sum alone.
   * The record's tag protects the packet; whoever needs the checksum finds out where it is, and
   * finishes it.
   */
  static final int PARTIAL_CHECKSUM = 0x80;

  /** First byte of a DATA record: a frame for another peer of the receiver, who forwards it. */
  static final int RELAY = 3;

  /** First byte of a DATA record: a frame that the sender forwards for another node. */
  static final int RELAYED = 4;

  /** What stands before the frame in both: the kind, and who it is for, or from. */
  static final int RELAY_HEADER_BYTES = 1 + NodeId.BYTES;

  private static final int SEALED = 3;
  private static final int VERSION = 1;
  private static final int VERSION_AT = 1;
  private static final int INDEX_AT = 2;
  private static final int DATA_BIT = 1;

  private DataFrame() {}

  /** Whether this is a SEALED frame for a DATA key set, with room for at least one byte. */
  static boolean isData(byte[] bytes, int offset, int length) {
    return length > RecordSealer.OVERHEAD_BYTES
        && bytes[offset] == SEALED
        && bytes[offset + VERSION_AT] == VERSION
        && (index(bytes, offset) & DATA_BIT) != 0;
  }

  static int index(byte[] bytes, int offset) {
    return PacketBytes.i32(bytes, offset + INDEX_AT);
  }

  /** Whether a record of this kind holds an IP packet, with or without its checksum. */
  static boolean isPacket(int kind) {
    return (kind & 0xff & ~PARTIAL_CHECKSUM) == IP_PACKET;
  }
}
