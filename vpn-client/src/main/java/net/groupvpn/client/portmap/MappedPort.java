package net.groupvpn.client.portmap;

import net.groupvpn.overlay.path.Endpoint;

/**
 * A port of a router that leads to this machine.
 *
 * @param external where the router says that others find it
 * @param lifetimeSeconds how long the router keeps it unless it is renewed, from when it answered
 */
public record MappedPort(
    MappingMethod method, Gateway gateway, Endpoint external, long lifetimeSeconds) {
  /** How long to ask for: a mapping that nobody gives back, such as after a crash, ends soon. */
  static final int WANTED_SECONDS = 1_200;

  /** Nothing is kept for longer without asking again. */
  static final long MAX_SECONDS = 86_400;

  public MappedPort {
    lifetimeSeconds = Math.min(lifetimeSeconds, MAX_SECONDS);
  }

  /** Whether the router itself is behind another NAT, so that only those behind that reach it. */
  public boolean isBehindAnotherNat() {
    return ExternalAddress.isPrivate(external.address());
  }

  /** Whether both lead here from the same place. */
  boolean isSamePlace(MappedPort other) {
    return external.equals(other.external) && gateway.equals(other.gateway);
  }
}
