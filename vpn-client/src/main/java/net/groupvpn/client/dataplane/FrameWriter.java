package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.TapDevice;
import net.groupvpn.dhcpdns.packet.EthernetFrame;

/**
 * Hands packets to the operating system, as if they came from the one router that it sees on the
 * device. Thread-safe.
 */
final class FrameWriter {
  /** The router's Ethernet address: locally administered, then "gvpn", then 1. */
  static final long ROUTER_MAC = 0x02_67_76_70_6e_01L;

  private final TapDevice tap;

  FrameWriter(TapDevice tap) {
    this.tap = tap;
  }

  /**
   * Writes the {@code length} bytes after the header's place at the start of {@code frame}.
   *
   * @return false if the device refused
   */
  boolean write(byte[] frame, int etherType, int length) {
    EthernetFrame.write(frame, 0, tap.mac(), ROUTER_MAC, etherType);
    return tap.write(frame, 0, EthernetFrame.HEADER_BYTES + length);
  }
}
