package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** How much is forwarded for others: limited by frames and, where anybody may link, by bytes. */
final class ForwardGate {
  private final Engine engine;
  private final ForwardLimits limits = new ForwardLimits();
  private @Nullable CarryLimits carrying;

  ForwardGate(Engine engine) {
    this.engine = engine;
  }

  /** As {@link Router#limitCarrying}. */
  void limitCarrying(int bytesPerSecond) {
    carrying = new CarryLimits(bytesPerSecond);
  }

  /** Whether a frame from {@code from} may go on. */
  boolean admits(NodeId from, RoutedFrame frame) {
    CarryLimits bytes = carrying;
    if (bytes != null && !bytes.admit(from, frame, engine.now().bootNanos())) {
      engine.counters().increment(OverlayCounter.DROPPED_CARRY_BUDGET);
      return false;
    }
    // A private session's data may be many frames of one source; the byte limits bound it.
    boolean isBoundByBytes = bytes != null && frame.kind() == PayloadKind.PRIVATE_FRAME;
    return isBoundByBytes || limits.admit(from, frame, engine.now().bootNanos());
  }

  /** Whether it may go on over {@code hop}. */
  boolean admitsTo(NodeId hop, RoutedFrame frame) {
    engine.counters().increment(OverlayCounter.ROUTED_FORWARDED);
    if (carrying == null || frame.kind() != PayloadKind.PRIVATE_FRAME) {
      return true;
    }
    engine.counters().increment(OverlayCounter.CARRIED_FRAMES);
    return carrying.admitTo(hop, frame, engine.now().bootNanos());
  }
}
