package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.session.RecordSealer;

/**
 * The outside of a SEALED frame as far as the data plane looks at it (type, version, receiver's
 * index), and the first byte inside a DATA record.
 */
final class DataFrame {
  /** First byte of a DATA record: an IP packet follows, without Ethernet header. */
  static final int IP_PACKET = 1;

  private static final int SEALED = 3;
  private static final int VERSION = 1;
  private static final int VERSION_AT = 1;
  private static final int INDEX_AT = 2;
  private static final int DATA_BIT = 1;

  private DataFrame() {}

  /** Whether this is a SEALED frame for a DATA key set, with room for at least one byte. */
  static boolean isData(byte[] bytes, int length) {
    return length > RecordSealer.OVERHEAD_BYTES
        && bytes[0] == SEALED
        && bytes[VERSION_AT] == VERSION
        && (index(bytes) & DATA_BIT) != 0;
  }

  static int index(byte[] bytes) {
    return PacketBytes.i32(bytes, INDEX_AT);
  }
}
