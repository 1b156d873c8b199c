package net.groupvpn.overlay.relay;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;

/** A random relay for each peer; the order for one peer never changes. */
public final class RandomSelection implements RelaySelection {
  private final byte[] salt;

  /** Draws once from {@code random}. */
  public RandomSelection(RandomGenerator random) {
    salt = NodeId.random(random).toBytes();
  }

  @Override
  public List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates) {
    return candidates.stream().sorted(Comparator.comparing(each -> draw(peer, each))).toList();
  }

  private NodeId draw(NodeId peer, RelayCandidate candidate) {
    return NodeId.hash(salt, peer.toBytes(), candidate.relay().toBytes());
  }

  @Override
  public boolean isWorthMoving(RelayCandidate current, RelayCandidate best) {
    return false;
  }
}
