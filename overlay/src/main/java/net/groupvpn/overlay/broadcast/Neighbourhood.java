package net.groupvpn.overlay.broadcast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkTable;

/** The peers to which this node could give parts of the ID space, and where it knows all nodes. */
final class Neighbourhood {
  private final NodeId self;
  private final LinkTable table;

  Neighbourhood(NodeId self, LinkTable table) {
    this.self = self;
    this.table = table;
  }

  NodeId self() {
    return self;
  }

  /** Links, and sessions that replace a link. */
  List<Neighbour> neighbours() {
    List<Neighbour> neighbours = new ArrayList<>();
    for (Link link : table.all()) {
      if (table.isNear(link.peer())) {
        neighbours.add(
            new Neighbour(
                link.peer(),
                link.hasPeerJoined(),
                table.isDoubtful(link.peer()),
                link.session().rttNanos()));
      }
    }
    return neighbours;
  }

  /** Smoothed round-trip time to a peer in nanoseconds; negative if not measured. */
  long rttNanos(NodeId peer) {
    Link link = table.find(peer);
    return link == null ? -1 : link.session().rttNanos();
  }

  /** Cuts a region around this node into its distance buckets, without those that must be empty. */
  List<Region> partsOf(Region region) {
    int farthest = NodeId.BITS - 1 - region.bits();
    return bucketsWithNodes().headSet(farthest, true).descendingSet().stream()
        .map(bucket -> Region.ofBucket(self, bucket))
        .toList();
  }

  private NavigableSet<Integer> bucketsWithNodes() {
    NavigableSet<Integer> buckets = new TreeSet<>();
    table.links().forEach(node -> buckets.add(self.bucketOf(node)));
    table.distant().forEach(node -> buckets.add(self.bucketOf(node)));
    for (int bucket = nearestUnsure(); bucket < NodeId.BITS; bucket++) {
      buckets.add(bucket);
    }
    return buckets;
  }

  /** Whether {@code region} may hold nodes that this node has never heard of. */
  boolean isUnsureOf(Region region) {
    return self.bucketOf(region.prefix()) >= nearestUnsure();
  }

  /**
   * A node knows every node nearer than its farthest sibling; with too few siblings it knows all
   * nodes.
   */
  private int nearestUnsure() {
    Collection<NodeId> siblings = table.siblings();
    if (siblings.size() < table.density().siblings()) {
      return NodeId.BITS;
    }
    return siblings.stream().mapToInt(self::bucketOf).max().orElse(NodeId.BITS);
  }
}
