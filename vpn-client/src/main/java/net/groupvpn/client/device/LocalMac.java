package net.groupvpn.client.device;

import java.security.SecureRandom;
import net.groupvpn.overlay.id.NodeId;

/** Ethernet addresses for devices without a factory number: locally administered, unicast. */
public final class LocalMac {
  private static final long BITS = 0xffff_ffff_ffffL;
  private static final long MULTICAST = 0x0100_0000_0000L;
  private static final long LOCAL = 0x0200_0000_0000L;

  private LocalMac() {}

  /** The address for a node's device: the same at every start, and different for each group. */
  public static long of(NodeId node) {
    byte[] id = node.toBytes();
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits = (bits << Byte.SIZE) | (id[i] & 0xff);
    }
    return local(bits);
  }

  static long random() {
    return local(new SecureRandom().nextLong());
  }

  private static long local(long bits) {
    return (bits & BITS & ~MULTICAST) | LOCAL;
  }
}
