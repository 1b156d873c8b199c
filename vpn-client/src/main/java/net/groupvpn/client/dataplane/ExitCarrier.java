package net.groupvpn.client.dataplane;

import net.groupvpn.overlay.id.NodeId;

/**
 * Carries members' packets to the Internet instead of the operating system. What it has for members
 * goes to {@link DataPlane#sendToMember}.
 */
@FunctionalInterface
public interface ExitCarrier {
  /**
   * Takes a whole IP packet with all checksums. Called on the receiving thread; must not block.
   *
   * @param packet the carrier's from now on
   * @param member whose it is: the source address is known to be that member's
   * @return false if there was no room: it is lost
   */
  boolean onPacket(byte[] packet, NodeId member);
}
