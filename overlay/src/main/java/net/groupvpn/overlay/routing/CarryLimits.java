package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.id.NodeId;

/**
 * How many bytes a node of the public overlay forwards for whom. Anybody may be a link, and the
 * frames of private sessions ({@link PayloadKind#PRIVATE_FRAME}) may contain anything. These limits
 * make a public node not worth abusing as a relay:
 *
 * <pre>
 *   signalling   any frame, within a small budget for the link that it arrived on, and one for all
 *   carrying     frames of private sessions beyond that: a budget for the link, and one for all,
 *                which the node's owner may set to nothing
 *   delivering   any frame, within a budget for the link that it leaves on
 * </pre>
 *
 * One frame in causes at most one frame out at a time, and each further try after a dead end is
 * charged to the link that it leaves on, so nothing is multiplied. What exceeds a budget is
 * dropped: inner TCP slows down. Carrying never uses up what signalling needs.
 */
final class CarryLimits {
  /** Bytes per second of signalling from one link. */
  static final int SIGNAL_PER_LINK = 32 << 10;

  /** The same for all links together. */
  static final int SIGNAL_IN_ALL = 4 << 20;

  /** A link's signalling is bursty: a join, a handshake, a lease with its grants. */
  static final int SIGNAL_BURST = 8 * SIGNAL_PER_LINK;

  /** Bytes per second carried from one link, and delivered to one: 4 Mbit/s. */
  static final int CARRIED_PER_LINK = 512 << 10;

  /** Least cost of a frame, because a short one is as much work as a long one. */
  static final int LEAST_CHARGED_BYTES = 128;

  /** Approximate size of a ROUTED frame without its payload. */
  private static final int HEADER_BYTES = 64;

  private static final int MAX_LINKS = 4_096;
  private static final String ALL = "all";

  private final RateLimiter<NodeId> signalPerLink =
      new RateLimiter<>(SIGNAL_PER_LINK, SIGNAL_BURST, MAX_LINKS);
  private final RateLimiter<String> signalInAll =
      new RateLimiter<>(SIGNAL_IN_ALL, SIGNAL_IN_ALL, 1);
  private final RateLimiter<NodeId> carriedPerLink =
      new RateLimiter<>(CARRIED_PER_LINK, CARRIED_PER_LINK / 2, MAX_LINKS);
  private final RateLimiter<NodeId> delivered =
      new RateLimiter<>(CARRIED_PER_LINK + SIGNAL_PER_LINK, CARRIED_PER_LINK, MAX_LINKS);
  private final RateLimiter<String> carriedInAll;

  /** {@code carriedBytesPerSecond} for all links together; 0 carries nothing. */
  CarryLimits(int carriedBytesPerSecond) {
    carriedInAll = new RateLimiter<>(carriedBytesPerSecond, carriedBytesPerSecond / 2, 1);
  }

  /** Whether a frame from {@code link} may go on. */
  boolean admit(NodeId link, RoutedFrame frame, long nowNanos) {
    int bytes = charge(frame);
    return take(signalPerLink, link, signalInAll, bytes, nowNanos)
        || (frame.kind() == PayloadKind.PRIVATE_FRAME
            && take(carriedPerLink, link, carriedInAll, bytes, nowNanos));
  }

  /** Takes from both budgets or from neither. */
  private static boolean take(
      RateLimiter<NodeId> own, NodeId link, RateLimiter<String> all, int bytes, long nowNanos) {
    return own.has(link, bytes, nowNanos)
        && all.tryAcquire(ALL, bytes, nowNanos)
        && own.tryAcquire(link, bytes, nowNanos);
  }

  /** Whether a frame may leave on {@code link}. */
  boolean admitTo(NodeId link, RoutedFrame frame, long nowNanos) {
    return delivered.tryAcquire(link, charge(frame), nowNanos);
  }

  private static int charge(RoutedFrame frame) {
    return Math.max(LEAST_CHARGED_BYTES, frame.payload().length + HEADER_BYTES);
  }
}
