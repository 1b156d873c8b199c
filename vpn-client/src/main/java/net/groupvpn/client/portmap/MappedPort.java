package net.groupvpn.client.portmap;

import net.groupvpn.overlay.path.Endpoint;

/**
 * A port of a router that leads to this machine.
 *
 * @param external the external endpoint that the router reports
 * @param lifetimeSeconds how long the router keeps it unless renewed, counted from its answer
 */
public record MappedPort(
    MappingMethod method, Gateway gateway, Endpoint external, long lifetimeSeconds) {
  /**
   * Lifetime to ask for: a mapping that nobody gives back, for example after a crash, ends soon.
   */
  static final int WANTED_SECONDS = 1_200;

  /** Nothing is kept for longer without asking again. */
  static final long MAX_SECONDS = 86_400;

  public MappedPort {
    lifetimeSeconds = Math.min(lifetimeSeconds, MAX_SECONDS);
  }

  /**
   * Whether the router itself is behind another NAT, so that only hosts behind that one reach it.
   */
  public boolean isBehindAnotherNat() {
    return ExternalAddress.isPrivate(external.address());
  }

  /** Whether both lead here from the same endpoint. */
  boolean isSamePlace(MappedPort other) {
    return external.equals(other.external) && gateway.equals(other.gateway);
  }
}
