package net.groupvpn.overlay.broadcast;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/** Which peers may cover a region for this node, best first. */
final class DelegateChoice {
  /** Peers inside the region that are tried. */
  static final int MAX_INSIDE = 5;

  /** Peers nearer to the region that are tried. */
  static final int MAX_TOWARDS = 2;

  /** Peers elsewhere that are tried. */
  static final int MAX_DETOURS = 3;

  private DelegateChoice() {}

  /** Peers inside the region. */
  static List<NodeId> inside(Region region, Collection<Neighbour> neighbours) {
    return neighbours.stream()
        .filter(neighbour -> region.contains(neighbour.node()))
        .sorted(Neighbour.BEST_FIRST)
        .limit(MAX_INSIDE)
        .map(Neighbour::node)
        .toList();
  }

  /** Peers outside the region that share more bits with it than this node does. */
  static List<NodeId> towards(Region region, NodeId self, Collection<Neighbour> neighbours) {
    int own = region.prefix().commonPrefixBits(self);
    return neighbours.stream()
        .filter(neighbour -> !region.contains(neighbour.node()))
        .filter(neighbour -> region.prefix().commonPrefixBits(neighbour.node()) > own)
        .sorted(
            Comparator.comparing(Neighbour::doubtful)
                .thenComparing(Neighbour::node, region.prefix().byDistance()))
        .limit(MAX_TOWARDS)
        .map(Neighbour::node)
        .toList();
  }

  /** Peers as far from the region as this node; they may know other nodes there. */
  static List<NodeId> detours(Region region, NodeId self, Collection<Neighbour> neighbours) {
    int own = region.prefix().commonPrefixBits(self);
    return neighbours.stream()
        .filter(Neighbour::joined)
        .filter(neighbour -> !region.contains(neighbour.node()))
        .filter(neighbour -> region.prefix().commonPrefixBits(neighbour.node()) == own)
        .sorted(
            Comparator.comparing(Neighbour::doubtful)
                .thenComparing(Neighbour::node, self.byDistance()))
        .limit(MAX_DETOURS)
        .map(Neighbour::node)
        .toList();
  }
}
