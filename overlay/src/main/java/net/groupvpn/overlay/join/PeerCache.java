package net.groupvpn.overlay.join;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** Where peers were last seen directly. Bounded; the peer seen longest ago is forgotten first. */
final class PeerCache {
  static final int MAX_PEERS = 64;

  /** A peer and its endpoint. */
  record Seen(NodeId peer, Endpoint endpoint) {}

  private final Map<NodeId, Endpoint> seen = new LinkedHashMap<>();

  void put(NodeId peer, Endpoint endpoint) {
    seen.remove(peer);
    seen.put(peer, endpoint);
    if (seen.size() > MAX_PEERS) {
      seen.remove(seen.keySet().iterator().next());
    }
  }

  /** The endpoint of {@code peer}, or null. */
  @Nullable Endpoint endpointOf(NodeId peer) {
    return seen.get(peer);
  }

  /** A peer that {@code wanted} accepts, or null. */
  @Nullable Seen random(Predicate<NodeId> wanted, RandomGenerator random) {
    List<NodeId> choice = seen.keySet().stream().filter(wanted).toList();
    if (choice.isEmpty()) {
      return null;
    }
    NodeId peer = choice.get(random.nextInt(choice.size()));
    Endpoint endpoint = seen.get(peer);
    return endpoint == null ? null : new Seen(peer, endpoint);
  }

  /** All peers, most recently seen first. */
  List<Seen> latestFirst() {
    List<Seen> all = new ArrayList<>();
    seen.forEach((peer, endpoint) -> all.add(0, new Seen(peer, endpoint)));
    return all;
  }
}
