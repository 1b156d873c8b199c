package net.groupvpn.overlay.dht.rpc;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * The nodes that keep a key.
 *
 * @param committee the nodes that decide about it
 * @param answered the closest nodes that answered, closest first
 */
public record LookupResult(Committee committee, List<NodeId> answered) {
  public LookupResult {
    answered = List.copyOf(answered);
  }
}
