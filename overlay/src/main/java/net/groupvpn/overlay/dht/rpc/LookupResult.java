package net.groupvpn.overlay.dht.rpc;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * Who keeps a key.
 *
 * @param committee who decides about it
 * @param answered the closest that answered, closest first
 */
public record LookupResult(Committee committee, List<NodeId> answered) {
  public LookupResult {
    answered = List.copyOf(answered);
  }
}
