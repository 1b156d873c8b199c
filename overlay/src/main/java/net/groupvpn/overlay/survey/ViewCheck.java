package net.groupvpn.overlay.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;

/**
 * Compares every node's view with the result of brute force over all nodes that answered: its
 * siblings must be the closest of them.
 */
final class ViewCheck {
  private final int siblings;

  /** {@code siblings} is the number of siblings of each node, if the overlay has that many. */
  ViewCheck(int siblings) {
    this.siblings = siblings;
  }

  /** One entry for each node that answered or was named, ordered by node ID. */
  List<NodeCheck> check(Collection<SiblingView> views) {
    Set<NodeId> joined = new TreeSet<>();
    Set<NodeId> joining = new TreeSet<>();
    Set<NodeId> named = new TreeSet<>();
    for (SiblingView view : views) {
      (view.joined() ? joined : joining).add(view.node());
      named.addAll(view.siblings());
    }
    named.removeAll(joined);
    named.removeAll(joining);
    TreeMap<NodeId, NodeCheck> checks = new TreeMap<>();
    named.forEach(node -> checks.put(node, NodeCheck.silent(node)));
    views.forEach(view -> checks.put(view.node(), check(view, joined, joining, named)));
    List<NodeCheck> ordered = new ArrayList<>(checks.values());
    ordered.sort(Comparator.comparing(NodeCheck::node));
    return ordered;
  }

  private NodeCheck check(
      SiblingView view, Set<NodeId> joined, Set<NodeId> joining, Set<NodeId> silent) {
    if (!view.joined()) {
      return NodeCheck.joining(view.node());
    }
    Set<NodeId> known = new TreeSet<>(joined);
    // The other node decides whether a node that has not joined yet already is a sibling.
    view.siblings().stream().filter(joining::contains).forEach(known::add);
    List<NodeId> expected = SiblingList.closest(view.node(), known, siblings);
    if (view.siblings().equals(expected)) {
      return NodeCheck.right(view.node());
    }
    return NodeCheck.wrong(
        view.node(),
        expected.stream().filter(node -> !view.siblings().contains(node)).toList(),
        view.siblings().stream().filter(silent::contains).toList());
  }
}
