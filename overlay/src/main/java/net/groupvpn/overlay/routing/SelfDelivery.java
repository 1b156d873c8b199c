package net.groupvpn.overlay.routing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.time.TimerName;

/**
 * Frames that a node sends to itself. Delivered later, because a handler that sends to itself must
 * not be reentered.
 */
final class SelfDelivery {
  private static final int MAX_WAITING = 1_024;

  private final Engine engine;
  private final Consumer<RoutedFrame> deliver;
  private final Queue<RoutedFrame> waiting = new ArrayDeque<>();

  SelfDelivery(Engine engine, Consumer<RoutedFrame> deliver) {
    this.engine = engine;
    this.deliver = deliver;
  }

  void later(RoutedFrame frame) {
    if (waiting.size() >= MAX_WAITING) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_SELF_QUEUE_FULL);
      return;
    }
    waiting.add(frame);
    engine.setTimer(TimerName.SELF_DELIVERY, this, 0, now -> deliverAll());
  }

  private void deliverAll() {
    for (int left = waiting.size(); left > 0; left--) {
      deliver.accept(waiting.remove());
    }
  }
}
