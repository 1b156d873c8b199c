package net.groupvpn.overlay.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.BucketPolicy;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.time.TimerName;

/**
 * Fills the distance buckets that can hold nodes: those at or beyond the distance of the farthest
 * sibling. Closer buckets contain only siblings.
 */
final class BucketRefresher {
  static final long PERIOD_NANOS = 60_000_000_000L;

  /** Right after joining, several rounds follow one another. */
  private static final long FIRST_PERIOD_NANOS = 2_000_000_000L;

  private static final int FIRST_ROUNDS = 4;
  private static final int MAX_UNDER_WAY = 8;

  private final Engine engine;
  private final LinkManager links;
  private final LinkTable table;
  private final NodeId self;
  private int rounds;

  BucketRefresher(Engine engine, LinkManager links, LinkTable table, NodeId self) {
    this.engine = engine;
    this.links = links;
    this.table = table;
    this.self = self;
  }

  void onJoined() {
    rounds = 0;
    engine.setTimer(TimerName.BUCKET_REFRESH, this, 0, now -> refresh());
  }

  private void refresh() {
    choose();
    List<NodeId> siblings = table.siblings();
    if (siblings.size() == table.density().siblings()) {
      int nearest = self.bucketOf(siblings.get(siblings.size() - 1));
      NavigableMap<Integer, List<BucketPolicy.Entry>> buckets = farthestFirst();
      for (int bucket = NodeId.BITS - 1; bucket >= nearest; bucket--) {
        fill(bucket, buckets.getOrDefault(bucket, List.of()));
      }
    }
    long period = ++rounds < FIRST_ROUNDS ? FIRST_PERIOD_NANOS : PERIOD_NANOS;
    long jittered = (long) (period * (0.75 + engine.random().nextDouble() / 2));
    engine.setTimer(TimerName.BUCKET_REFRESH, this, jittered, now -> refresh());
  }

  private void fill(int bucket, List<BucketPolicy.Entry> entries) {
    int missing = BucketPolicy.missing(entries, table.density());
    for (int i = 0; i < missing && links.requests().connector().underWay() < MAX_UNDER_WAY; i++) {
      NodeId key = self.randomInBucket(bucket, engine.random());
      links.requests().connectClosest(key, LinkReason.BUCKET, null);
    }
  }

  /** Chooses again which links are kept for their buckets. */
  void choose() {
    for (List<BucketPolicy.Entry> entries : farthestFirst().values()) {
      List<NodeId> chosen = BucketPolicy.choose(entries, table.density());
      entries.forEach(entry -> keep(entry.node(), chosen.contains(entry.node())));
    }
  }

  private void keep(NodeId node, boolean chosen) {
    Link link = table.find(node);
    if (link != null) {
      links.requests().setReason(link, LinkReason.BUCKET, chosen);
    }
  }

  /** The links of each non-empty bucket, by node ID. */
  private NavigableMap<Integer, List<BucketPolicy.Entry>> farthestFirst() {
    NavigableMap<Integer, List<BucketPolicy.Entry>> buckets =
        new TreeMap<>(Comparator.reverseOrder());
    for (Link link : table.all()) {
      if (link.isUp()) {
        buckets
            .computeIfAbsent(self.bucketOf(link.peer()), bucket -> new ArrayList<>())
            .add(entry(link));
      }
    }
    return buckets;
  }

  private static BucketPolicy.Entry entry(Link link) {
    return new BucketPolicy.Entry(
        link.peer(),
        link.session().rttNanos(),
        link.has(LinkReason.SIBLING),
        link.has(LinkReason.BUCKET));
  }
}
