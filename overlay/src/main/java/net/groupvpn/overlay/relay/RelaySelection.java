package net.groupvpn.overlay.relay;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * Chooses relays. Implementations keep no state, ask no clock, and return the same for the same
 * arguments. They are called on the engine thread, or on any thread in a simulation.
 */
public interface RelaySelection {
  /**
   * The usable candidates, best first.
   *
   * @param peer the other end of the session
   */
  List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates);

  /**
   * Whether to leave a working relay for the best one. Asked repeatedly; the session moves only if
   * a better relay stays better for a while.
   */
  boolean isWorthMoving(RelayCandidate current, RelayCandidate best);
}
