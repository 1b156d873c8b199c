package net.groupvpn.overlay.time;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One timer, set or stopped. A stopped one may stay in the heap for a long time, so it references
 * nothing.
 */
final class Timer {
  TimerTable.@Nullable Key key;
  @Nullable Consumer<Now> action;
  long deadlineNanos;
  long order;

  Timer(TimerTable.Key key, long deadlineNanos, long order, Consumer<Now> action) {
    this.key = key;
    this.deadlineNanos = deadlineNanos;
    this.order = order;
    this.action = action;
  }

  boolean isStopped() {
    return action == null;
  }

  void stop() {
    key = null;
    action = null;
  }
}
