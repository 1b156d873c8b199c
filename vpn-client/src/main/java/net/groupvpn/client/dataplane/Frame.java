package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the device in reusable memory:
 *
 * <pre>
 *   0 virtio header  10 Ethernet header  24 IP packet, or many in one
 * </pre>
 *
 * A DATA record's first byte overlaps the last byte of the Ethernet header, so that records are
 * sealed and opened in place.
 */
final class Frame {
  /** Where the Ethernet header begins. */
  static final int ETHERNET = VirtioHeader.BYTES;

  /** Where the IP packet begins. */
  static final int IP = ETHERNET + EthernetFrame.HEADER_BYTES;

  /** Where a DATA record begins. */
  static final int RECORD = IP - 1;

  final byte[] bytes;

  /** Length of the frame, including headers. */
  int length;

  /** Where the IP packet is sent. */
  long destinationHigh;

  long destinationLow;

  /** The next one in the same queue or pool. */
  @Nullable Frame next;

  Frame(byte[] bytes) {
    this.bytes = bytes;
    length = bytes.length;
  }

  /** Number of bytes after the Ethernet header. */
  int packetBytes() {
    return length - IP;
  }
}
