package net.groupvpn.overlay.relay;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * Which relay to use. Implementations keep no state, ask no clock, and answer the same for the same
 * arguments; they are called on the engine's thread, or on any in a simulation.
 */
public interface RelaySelection {
  /**
   * The candidates that may be used at all, best first.
   *
   * @param peer the other end of the session
   */
  List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates);

  /**
   * Whether to leave a relay that works for the best one. Asked time and again; only a better one
   * that stays better for a while is moved to.
   */
  boolean isWorthMoving(RelayCandidate current, RelayCandidate best);
}
