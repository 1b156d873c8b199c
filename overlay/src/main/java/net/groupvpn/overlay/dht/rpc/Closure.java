package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one lookup and what became of them: decides whom to ask next and when the lists
 * that responders report name nobody new among the k closest.
 */
final class Closure {
  private static final int MAX_CANDIDATES = 64;
  private static final int MAX_ASKED = 48;

  private enum State {
    UNASKED,
    ASKED,
    ANSWERED,
    SILENT
  }

  private final int k;
  private final TreeMap<NodeId, State> candidates;
  private int asked;

  Closure(NodeId key, int k) {
    this.k = k;
    this.candidates = new TreeMap<>(key.byDistance());
  }

  void addAll(Collection<NodeId> reported) {
    reported.forEach(node -> candidates.putIfAbsent(node, State.UNASKED));
    Iterator<NodeId> farthest = candidates.descendingKeySet().iterator();
    for (int excess = candidates.size() - MAX_CANDIDATES; excess > 0; excess--) {
      farthest.next();
      farthest.remove();
    }
  }

  void answered(NodeId node, Collection<NodeId> reported) {
    candidates.put(node, State.ANSWERED);
    addAll(reported);
  }

  void silent(NodeId node) {
    candidates.replace(node, State.SILENT);
  }

  /** The next node to ask, now marked so; null if there is none for the time being. */
  @Nullable NodeId next() {
    for (NodeId node : prefix()) {
      if (candidates.get(node) == State.UNASKED && asked < MAX_ASKED) {
        candidates.put(node, State.ASKED);
        asked++;
        return node;
      }
    }
    return null;
  }

  boolean isClosed() {
    return prefix().stream()
        .map(candidates::get)
        .noneMatch(state -> state == State.ASKED || (state == State.UNASKED && asked < MAX_ASKED));
  }

  LookupResult result() {
    List<NodeId> prefix = prefix();
    return new LookupResult(
        prefix, prefix.stream().filter(n -> candidates.get(n) == State.ANSWERED).toList());
  }

  /** From the closest candidate to the k-th that answered. */
  private List<NodeId> prefix() {
    List<NodeId> prefix = new ArrayList<>();
    int answered = 0;
    for (Map.Entry<NodeId, State> candidate : candidates.entrySet()) {
      if (answered == k) {
        break;
      }
      prefix.add(candidate.getKey());
      answered += candidate.getValue() == State.ANSWERED ? 1 : 0;
    }
    return prefix;
  }
}
