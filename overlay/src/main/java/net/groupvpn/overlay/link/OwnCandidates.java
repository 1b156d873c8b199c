package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;

/**
 * Where this node may be reached: endpoints that its shell knows, and those that peers have
 * observed. A single peer can lie, so those seen by more peers come first, and few are kept.
 */
final class OwnCandidates {
  private static final int MAX_OBSERVED = 3;
  private static final int MAX_REPORTS = 64;

  private final Map<NodeId, Endpoint> reports = new LinkedHashMap<>();
  private List<Endpoint> local = List.of();

  /** Sets what the shell knows, best first. */
  void setLocal(List<Endpoint> endpoints) {
    local =
        endpoints.stream().distinct().limit(EndpointList.MAX_CANDIDATES - MAX_OBSERVED).toList();
  }

  /** Notes where a peer sees this node. */
  void onObserved(NodeId by, Endpoint endpoint) {
    reports.remove(by);
    reports.put(by, endpoint);
    if (reports.size() > MAX_REPORTS) {
      reports.remove(reports.keySet().iterator().next());
    }
  }

  /** Forgets what a peer saw. */
  void forget(NodeId peer) {
    reports.remove(peer);
  }

  /** Local ones, then observed ones. */
  List<Endpoint> offer() {
    List<Endpoint> offer = new ArrayList<>(local);
    observed().stream().filter(endpoint -> !local.contains(endpoint)).forEach(offer::add);
    return offer;
  }

  private List<Endpoint> observed() {
    Map<String, Integer> votes = new TreeMap<>();
    Map<String, Endpoint> byName = new TreeMap<>();
    for (Endpoint endpoint : reports.values()) {
      votes.merge(endpoint.toString(), 1, Integer::sum);
      byName.put(endpoint.toString(), endpoint);
    }
    return byName.entrySet().stream()
        .sorted(Comparator.comparingInt(named -> -votes.getOrDefault(named.getKey(), 0)))
        .limit(MAX_OBSERVED)
        .map(Map.Entry::getValue)
        .toList();
  }
}
