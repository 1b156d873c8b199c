package net.groupvpn.overlay.relay;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/** Only the relays that the user lists, in that order. */
public final class ListedSelection implements RelaySelection {
  private final List<NodeId> listed;

  /** {@code listed} is best first. */
  public ListedSelection(List<NodeId> listed) {
    this.listed = List.copyOf(listed);
  }

  @Override
  public List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates) {
    return candidates.stream()
        .filter(each -> listed.contains(each.relay()))
        .sorted(Comparator.comparingInt(this::place))
        .toList();
  }

  @Override
  public boolean isWorthMoving(RelayCandidate current, RelayCandidate best) {
    return place(best) < place(current);
  }

  private int place(RelayCandidate candidate) {
    int index = listed.indexOf(candidate.relay());
    return index < 0 ? listed.size() : index;
  }
}
