package net.groupvpn.gateway.nat;

import net.groupvpn.overlay.id.NodeId;

/** Takes the packets that the NAT has for members. */
@FunctionalInterface
public interface MemberPackets {
  /**
   * Takes a whole IP packet, not longer than the NAT's MTU, with all checksums. Called on the NAT's
   * thread; must not block, and may drop what does not fit.
   *
   * @param packet the receiver's from now on
   */
  void send(NodeId member, byte[] packet);
}
