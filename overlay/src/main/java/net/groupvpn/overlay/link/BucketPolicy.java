package net.groupvpn.overlay.link;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/** Which links of one distance bucket a node keeps for greedy routing. */
public final class BucketPolicy {
  /** Links kept per bucket. */
  public static final int PER_BUCKET = 3;

  /** Links that others may keep with this node for their buckets. */
  public static final int MAX_INBOUND = 64;

  private static final long UNMEASURED_RTT_NANOS = 1_000_000_000L;

  /**
   * A kept link is given up only for one whose round trip takes less than this share of its own.
   */
  private static final double KEPT_ADVANTAGE = 0.75;

  private BucketPolicy() {}

  /**
   * A link in the bucket.
   *
   * @param rttNanos smoothed round-trip time; negative when not measured yet
   * @param sibling whether it is kept anyway
   * @param kept whether it is currently kept for the bucket
   */
  public record Entry(NodeId node, long rttNanos, boolean sibling, boolean kept) {
    private double cost(boolean latencyAware) {
      if (!latencyAware) {
        return kept ? 0 : 1;
      }
      long rtt = rttNanos < 0 ? UNMEASURED_RTT_NANOS : rttNanos;
      return kept ? rtt * KEPT_ADVANTAGE : rtt;
    }
  }

  /** As {@link #choose(List, LinkDensity)} on real nodes. */
  public static List<NodeId> choose(List<Entry> bucket) {
    return choose(bucket, LinkDensity.STANDARD);
  }

  /** The links to keep for the bucket besides siblings: those with the lowest round-trip times. */
  public static List<NodeId> choose(List<Entry> bucket, LinkDensity density) {
    long siblings = bucket.stream().filter(Entry::sibling).count();
    return bucket.stream()
        .filter(entry -> !entry.sibling())
        .sorted(byCost(density.latencyAware()))
        .limit(Math.max(0, density.perBucket() - siblings))
        .map(Entry::node)
        .toList();
  }

  private static Comparator<Entry> byCost(boolean latencyAware) {
    return Comparator.comparingDouble((Entry entry) -> entry.cost(latencyAware))
        .thenComparing(Entry::node);
  }

  /** As {@link #missing(List, LinkDensity)} on real nodes. */
  public static int missing(List<Entry> bucket) {
    return missing(bucket, LinkDensity.STANDARD);
  }

  /** How many links the bucket lacks. */
  public static int missing(List<Entry> bucket, LinkDensity density) {
    return Math.max(0, density.perBucket() - bucket.size());
  }
}
