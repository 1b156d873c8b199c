package net.groupvpn.gateway;

import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** Told which gateway to use. Engine thread. */
@FunctionalInterface
public interface GatewayListener {
  /**
   * This one from now on, which offers that; null if there is none that works. Told again when the
   * offer changes in more than its load.
   */
  void onGateway(@Nullable NodeId gateway, @Nullable GatewayOffer offer);
}
