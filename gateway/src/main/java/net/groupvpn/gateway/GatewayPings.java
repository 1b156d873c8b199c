package net.groupvpn.gateway;

import net.groupvpn.overlay.id.NodeId;

/** Sends pings through gateways. Engine thread. */
@FunctionalInterface
public interface GatewayPings {
  /**
   * Sends one to beyond {@code gateway}; the answer comes as {@link GatewayClient#onPong}.
   *
   * @param sequence 0 to 65,535
   */
  void ping(NodeId gateway, GatewayOffer offer, int sequence);
}
