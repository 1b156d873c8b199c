package net.groupvpn.overlay.dht.rpc;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * Who keeps a key.
 *
 * @param universe the k closest that answered and the silent ones between them, closest first
 * @param answered those of the universe that answered
 */
public record LookupResult(List<NodeId> universe, List<NodeId> answered) {
  public LookupResult {
    universe = List.copyOf(universe);
    answered = List.copyOf(answered);
  }

  /** A majority of the universe; silent nodes count. */
  public int quorum() {
    return DhtContext.quorumOf(universe.size());
  }
}
