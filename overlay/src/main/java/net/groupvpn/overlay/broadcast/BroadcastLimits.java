package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.RateLimiter;

/**
 * How many regions this node covers for others. The link that brings a request is authenticated;
 * the origin that it names is only a claim.
 */
final class BroadcastLimits {
  /** Regions per second for one origin that arrive over one link. */
  static final int PER_SECOND_AND_ORIGIN = 8;

  /** Regions per second for one link, whatever origins it names. */
  static final int PER_SECOND_AND_LINK = 16;

  /** Regions per second in total. */
  static final int PER_SECOND = 64;

  /** Repetitions per second from one link; each may cost an answer of full length. */
  static final int REPEATS_PER_SECOND = 128;

  /** Burst, in seconds of the sustained rate. */
  private static final int BURST_SECONDS = 4;

  private static final int MAX_KEYS = 1_024;

  private record Flow(NodeId link, NodeId origin) {}

  private final RateLimiter<Flow> perOrigin = limiter(PER_SECOND_AND_ORIGIN);
  private final RateLimiter<NodeId> perLink = limiter(PER_SECOND_AND_LINK);
  private final RateLimiter<Boolean> all = limiter(PER_SECOND);
  private final RateLimiter<NodeId> repeats = limiter(REPEATS_PER_SECOND);

  private static <K> RateLimiter<K> limiter(int perSecond) {
    return new RateLimiter<>(perSecond, BURST_SECONDS * perSecond, MAX_KEYS);
  }

  boolean admit(NodeId link, NodeId origin, long nowNanos) {
    return perLink.tryAcquire(link, nowNanos)
        && perOrigin.tryAcquire(new Flow(link, origin), nowNanos)
        && all.tryAcquire(true, nowNanos);
  }

  boolean admitRepeat(NodeId link, long nowNanos) {
    return repeats.tryAcquire(link, nowNanos);
  }
}
