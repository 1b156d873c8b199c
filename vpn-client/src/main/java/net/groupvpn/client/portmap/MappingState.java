package net.groupvpn.client.portmap;

import org.jspecify.annotations.Nullable;

/**
 * The state of a mapped port.
 *
 * @param mapped the port, if there is one
 */
public record MappingState(Phase phase, @Nullable MappedPort mapped) {
  /** Nothing is known yet. */
  static final MappingState ASKING = new MappingState(Phase.ASKING, null);

  /** The outcome. */
  public enum Phase {
    /** The router has not answered yet. */
    ASKING,
    /** There is no router that this machine could ask. */
    NO_GATEWAY,
    /** There is a router, but it maps no ports, or not for this machine. */
    REFUSED,
    MAPPED
  }

  /** Whether nothing has changed except the lifetime. */
  boolean isLike(MappingState other) {
    boolean isSamePlace =
        mapped == null || other.mapped == null || mapped.isSamePlace(other.mapped);
    return phase == other.phase && isSamePlace;
  }
}
