package net.groupvpn.simulator.selection;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.relay.RelayCandidate;
import net.groupvpn.overlay.relay.RelaySelection;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;

/** The relay nearest to this end, regardless of the other end: the seed paper's rule. */
final class NearestSelection implements RelaySelection {
  private final Sessions sessions;

  NearestSelection(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates) {
    return candidates.stream()
        .sorted(
            Comparator.comparingLong((RelayCandidate each) -> ownLegNanos(each))
                .thenComparing(RelayCandidate::relay))
        .toList();
  }

  private long ownLegNanos(RelayCandidate candidate) {
    Session leg = sessions.find(candidate.relay());
    return leg == null || leg.rttNanos() == Session.UNKNOWN_RTT ? Long.MAX_VALUE : leg.rttNanos();
  }

  /** As patient as the product's own rule: a quarter nearer. */
  @Override
  public boolean isWorthMoving(RelayCandidate current, RelayCandidate best) {
    return ownLegNanos(best) < ownLegNanos(current) / 4 * 3;
  }
}
