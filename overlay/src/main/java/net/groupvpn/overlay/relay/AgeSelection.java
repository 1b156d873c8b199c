package net.groupvpn.overlay.relay;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/** Prefers the relay whose younger leg is oldest: it will probably stay up. */
public final class AgeSelection implements RelaySelection {
  private static final Comparator<RelayCandidate> OLDEST_FIRST =
      Comparator.comparingLong(RelayCandidate::ageNanos)
          .reversed()
          .thenComparing(RelayCandidate::relay);

  @Override
  public List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates) {
    return candidates.stream().sorted(OLDEST_FIRST).toList();
  }

  @Override
  public boolean isWorthMoving(RelayCandidate current, RelayCandidate best) {
    return false;
  }
}
