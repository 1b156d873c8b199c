package net.groupvpn.overlay.dht.lease;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.id.NodeId;

/** Which replicas have told this one about a key, and whether that is enough to speak for it. */
final class Informants {
  private static final int MAX_HEARD = 64;

  /**
   * How often all are asked, three times each, before this replica goes on without the silent ones.
   */
  private static final int PATIENT_EXCHANGES = 2;

  /**
   * The replicas whose state was taken in, with the generation that each told; the oldest are
   * forgotten first.
   */
  private final Map<NodeId, Long> heard = boundedMap();

  /** Those of them that did not know the lease kept here, and have not been given it since. */
  private final Set<NodeId> lacking = Collections.newSetFromMap(boundedMap());

  private int exchanges;

  private static <V> Map<NodeId, V> boundedMap() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<NodeId, V> eldest) {
        return size() > MAX_HEARD;
      }
    };
  }

  /**
   * Whether a quorum of the others was heard, or all were asked repeatedly. In the second case
   * those that answered are enough if they form a quorum with this node: one silent node must not
   * keep it from granting.
   */
  boolean areEnough(Committee committee, NodeId self) {
    Set<NodeId> known = new TreeSet<>(heard.keySet());
    known.remove(self);
    boolean all = committee.nodes().stream().allMatch(n -> n.equals(self) || known.contains(n));
    if (all || committee.isQuorum(known)) {
      return true;
    }
    known.add(self);
    return exchanges >= PATIENT_EXCHANGES && committee.isQuorum(known);
  }

  /** The generation that most of the units heard know at least; a single one may lie. */
  long commonGeneration(Committee committee) {
    Map<NodeId, Long> byUnit = new TreeMap<>();
    heard.forEach(
        (node, generation) -> {
          if (committee.contains(node)) {
            byUnit.merge(committee.unitOf(node), generation, Math::min);
          }
        });
    List<Long> told = byUnit.values().stream().sorted().toList();
    return told.isEmpty() ? 0 : told.get((told.size() - 1) / 2);
  }

  /** All strangers were asked, as often as requests are repeated. */
  void exchanged() {
    exchanges++;
  }

  void heardFrom(NodeId replica, long generation) {
    heard.remove(replica);
    heard.put(replica, generation);
  }

  boolean hasHeard(NodeId replica) {
    return heard.containsKey(replica);
  }

  /** Notes that {@code replica} lacks the lease; true if that is new. */
  boolean noteLack(NodeId replica) {
    return lacking.add(replica);
  }

  void noteNoLack(NodeId replica) {
    lacking.remove(replica);
  }

  boolean isKnownToLack(NodeId replica) {
    return lacking.contains(replica);
  }

  void forget(NodeId replica) {
    heard.remove(replica);
    lacking.remove(replica);
  }

  void forgetExcept(Collection<NodeId> view) {
    heard.keySet().retainAll(view);
    lacking.retainAll(view);
  }

  void forgetAll() {
    heard.clear();
    lacking.clear();
    exchanges = 0;
  }
}
