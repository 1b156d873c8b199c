package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.id.NodeId;

/** How many frames this node forwards for whom. */
final class ForwardLimits {
  /** Frames per second forwarded for one source that arrive over one link. */
  static final int PER_SECOND = 64;

  /**
   * Frames per second forwarded for one link, whatever sources they name: a source is only a claim.
   */
  static final int PER_SECOND_AND_LINK = 16 * PER_SECOND;

  /**
   * The same for frames with listed hops. Their sessions have no better way, so data must fit: with
   * frames of 1,300 bytes about 10 Mbit/s.
   */
  static final int PATH_PER_SECOND = 1_024;

  static final int PATH_PER_SECOND_AND_LINK = 2 * PATH_PER_SECOND;

  private static final int MAX_FLOWS = 1_024;
  private static final int MAX_LINKS = 1_024;

  private final Pair greedy = new Pair(PER_SECOND, PER_SECOND_AND_LINK);
  private final Pair listed = new Pair(PATH_PER_SECOND, PATH_PER_SECOND_AND_LINK);

  /** Combined with its link, so that nobody uses up the budget of a source that they only name. */
  private record Flow(NodeId link, NodeId source) {}

  private static final class Pair {
    private final RateLimiter<Flow> perFlow;
    private final RateLimiter<NodeId> perLink;

    Pair(int flowPerSecond, int linkPerSecond) {
      perFlow = new RateLimiter<>(flowPerSecond, 2 * flowPerSecond, MAX_FLOWS);
      perLink = new RateLimiter<>(linkPerSecond, 2 * linkPerSecond, MAX_LINKS);
    }

    boolean tryAcquire(NodeId link, NodeId source, long nowNanos) {
      return perLink.tryAcquire(link, nowNanos)
          && perFlow.tryAcquire(new Flow(link, source), nowNanos);
    }
  }

  /** Whether a frame that arrived over {@code link} may go on. */
  boolean admit(NodeId link, RoutedFrame frame, long nowNanos) {
    Pair pair = frame.mode() == RouteMode.PATH ? listed : greedy;
    return pair.tryAcquire(link, frame.source().node(), nowNanos);
  }
}
