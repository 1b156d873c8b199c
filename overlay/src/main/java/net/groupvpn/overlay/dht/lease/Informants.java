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

/** From whom a replica has heard about one key, and whether that is enough to speak for it. */
final class Informants {
  private static final int MAX_HEARD = 64;

  /** So often all are asked, three times each, before those who are silent are done without. */
  private static final int PATIENT_EXCHANGES = 2;

  /** Whose state was taken in, and which generation they told; the oldest are forgotten first. */
  private final Map<NodeId, Long> heard = boundedMap();

  /** Who of them did not know the lease that stands here, and has not been given it since. */
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
   * Whether a quorum of the others was heard, or all of them were asked again and again. Then those
   * who answered are enough if this node makes them a quorum: one that never answers must not keep
   * it from granting.
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

  /** The generation that most of the units heard know at least: one may say anything. */
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
