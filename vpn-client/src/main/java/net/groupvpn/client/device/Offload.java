package net.groupvpn.client.device;

/** Work that the kernel can do for the data plane, where it supports it. */
public enum Offload {
  /** Packets from the device may have unfinished checksums. */
  CHECKSUM,
  /** Frames from the device may stand for many TCP segments. */
  TSO,
  /** Frames from the device may stand for many UDP datagrams (Linux 6.2). */
  USO,
  /** One call sends many datagrams of one size (UDP_SEGMENT, Linux 4.18). */
  GSO,
  /** One call receives many datagrams of one size (UDP_GRO, Linux 5.0). */
  GRO
}
