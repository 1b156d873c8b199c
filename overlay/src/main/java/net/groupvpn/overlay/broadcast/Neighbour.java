package net.groupvpn.overlay.broadcast;

import java.util.Comparator;
import net.groupvpn.overlay.id.NodeId;

/**
 * A peer that may be given a part.
 *
 * @param joined whether it says that it has joined, and so knows its surroundings
 * @param doubtful whether it may be dead
 * @param rttNanos smoothed round-trip time, negative if not measured
 */
record Neighbour(NodeId node, boolean joined, boolean doubtful, long rttNanos) {
  /** Orders peers that answer soonest and know most first. */
  static final Comparator<Neighbour> BEST_FIRST =
      Comparator.comparing((Neighbour neighbour) -> !neighbour.joined)
          .thenComparing(Neighbour::doubtful)
          .thenComparing(neighbour -> neighbour.rttNanos < 0 ? Long.MAX_VALUE : neighbour.rttNanos)
          .thenComparing(Neighbour::node);
}
