package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;

/**
 * The nodes that decide about a key, and when enough of them agree. Pure: the same candidates give
 * the same committee in any order.
 *
 * <p>Its eight seats are filled in rounds. In each round every unit (member) gets one more seat,
 * for the closest of its nodes that has none; the closest nodes come first. So eight units have one
 * seat each, however many nodes they have; two units share the seats; a single unit has all of
 * them.
 *
 * <p>A unit agrees if most of its seats do, and a quorum is a majority of the units. So two quorums
 * of one committee share a node, and a unit has one vote however many nodes it has.
 */
public final class Committee {
  /** Most seats. */
  public static final int SEATS = Dht.REPLICAS;

  private final List<NodeId> nodes;
  private final Map<NodeId, NodeId> unitByNode = new HashMap<>();
  private final Map<NodeId, List<NodeId>> nodesByUnit;

  private Committee(List<Seat> seats) {
    seats.forEach(seat -> unitByNode.put(seat.node(), seat.unit()));
    nodes = seats.stream().map(Seat::node).toList();
    nodesByUnit = new LinkedHashMap<>();
    for (Seat seat : seats) {
      nodesByUnit.computeIfAbsent(seat.unit(), unit -> new ArrayList<>()).add(seat.node());
    }
  }

  /** The committee for {@code key} if these are all the nodes that exist. */
  public static Committee of(NodeId key, Collection<Seat> candidates) {
    Map<NodeId, Seat> closestFirst = new TreeMap<>(key.byDistance());
    candidates.forEach(seat -> closestFirst.put(seat.node(), seat));
    List<Seat> waiting = new ArrayList<>(closestFirst.values());
    List<Seat> seats = new ArrayList<>(SEATS);
    while (seats.size() < SEATS && !waiting.isEmpty()) {
      Map<NodeId, Seat> round = new LinkedHashMap<>();
      waiting.forEach(seat -> round.putIfAbsent(seat.unit(), seat));
      waiting.removeAll(round.values());
      round.values().stream().limit(SEATS - seats.size()).forEach(seats::add);
    }
    seats.sort((a, b) -> key.compareDistance(a.node(), b.node()));
    return new Committee(seats);
  }

  /** The nodes with a seat, closest first. */
  public List<NodeId> nodes() {
    return nodes;
  }

  /** Number of different units that have seats. */
  public int units() {
    return nodesByUnit.size();
  }

  /** Whether {@code unit} has all the seats. */
  public boolean isOf(NodeId unit) {
    return units() == 1 && nodesByUnit.containsKey(unit);
  }

  /** Whether {@code node} has a seat. */
  public boolean contains(NodeId node) {
    return nodes.contains(node);
  }

  /** The unit that {@code node} speaks for; itself if it has no seat. */
  public NodeId unitOf(NodeId node) {
    return unitByNode.getOrDefault(node, node);
  }

  /** Whether {@code agreeing} nodes are enough; nodes without a seat do not count. */
  public boolean isQuorum(Set<NodeId> agreeing) {
    if (nodesByUnit.size() == 1) {
      return isMost(agreeing, nodes);
    }
    long units = nodesByUnit.values().stream().filter(own -> isMost(agreeing, own)).count();
    return 2 * units > nodesByUnit.size();
  }

  private static boolean isMost(Set<NodeId> agreeing, List<NodeId> nodes) {
    return 2 * nodes.stream().filter(agreeing::contains).count() > nodes.size();
  }
}
