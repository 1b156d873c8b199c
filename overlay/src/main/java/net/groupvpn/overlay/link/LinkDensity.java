package net.groupvpn.overlay.link;

/**
 * How many links a node keeps for the structure of the overlay. Real nodes use {@link #STANDARD};
 * simulations compare others.
 *
 * @param siblings closest nodes to link with, 1 to {@link SiblingList#SIBLINGS}
 * @param perBucket links kept per distance bucket, 1 to {@link #MAX_PER_BUCKET}
 * @param latencyAware whether a bucket prefers lower round-trip times; otherwise it keeps the links
 *     that it has
 * @param fewLinks number of links kept without a reason: see {@link LinkManager#FEW_LINKS}
 */
public record LinkDensity(int siblings, int perBucket, boolean latencyAware, int fewLinks) {
  /** Most links per bucket that may be configured. */
  public static final int MAX_PER_BUCKET = 16;

  /** What real nodes use. */
  public static final LinkDensity STANDARD =
      new LinkDensity(SiblingList.SIBLINGS, BucketPolicy.PER_BUCKET, true, LinkManager.FEW_LINKS);

  public LinkDensity {
    if (siblings < 1 || siblings > SiblingList.SIBLINGS) {
      throw new IllegalArgumentException(
          "siblings must be 1 to " + SiblingList.SIBLINGS + ", not " + siblings);
    }
    if (perBucket < 1 || perBucket > MAX_PER_BUCKET) {
      throw new IllegalArgumentException(
          "links per bucket must be 1 to " + MAX_PER_BUCKET + ", not " + perBucket);
    }
    if (fewLinks < 0 || fewLinks > LinkManager.MAX_SESSIONS) {
      throw new IllegalArgumentException(
          "few links must be 0 to " + LinkManager.MAX_SESSIONS + ", not " + fewLinks);
    }
  }
}
