package net.groupvpn.gateway.subnet;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressRange;

/** Who may announce which networks, by the policy in force. */
@FunctionalInterface
public interface SubnetRights {
  /**
   * Whether a member may announce exactly this network.
   *
   * @param unit the hash of the member's name, as records tell it
   */
  boolean mayAnnounce(NodeId unit, AddressRange prefix);
}
