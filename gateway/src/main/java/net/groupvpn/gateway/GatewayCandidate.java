package net.groupvpn.gateway;

import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.Role;

/**
 * A member that may be a gateway, as seen now.
 *
 * @param node its node ID
 * @param roles what its verified certificate allows; without {@link Role#GATEWAY} it is never
 *     chosen
 * @param alive whether there is a session with it that answers
 * @param rttNanos smoothed round-trip time, or negative while unknown
 */
public record GatewayCandidate(NodeId node, Set<Role> roles, boolean alive, long rttNanos) {
  public GatewayCandidate {
    roles = Set.copyOf(roles);
  }

  /** Whether it may carry traffic and can be reached. */
  boolean isUsable() {
    return alive && roles.contains(Role.GATEWAY);
  }

  /** The round-trip time, with an unknown one longer than any other. */
  long comparableRttNanos() {
    return rttNanos < 0 ? Long.MAX_VALUE : rttNanos;
  }
}
