package net.groupvpn.client.portmap;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with the mapped port.
 *
 * @param mapped the port, if there is one
 */
public record MappingState(Phase phase, @Nullable MappedPort mapped) {
  /** Nothing is known yet. */
  static final MappingState ASKING = new MappingState(Phase.ASKING, null);

  /** What was found out. */
  public enum Phase {
    /** The router has not answered yet. */
    ASKING,
    /** There is no router that this machine could ask. */
    NO_GATEWAY,
    /** There is a router that maps no ports, or not for us. */
    REFUSED,
    MAPPED
  }

  /** Whether nothing has changed but how long it lasts. */
  boolean isLike(MappingState other) {
    boolean isSamePlace =
        mapped == null || other.mapped == null || mapped.isSamePlace(other.mapped);
    return phase == other.phase && isSamePlace;
  }
}
