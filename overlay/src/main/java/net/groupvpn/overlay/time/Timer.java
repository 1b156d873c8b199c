package net.groupvpn.overlay.time;

import java.util.function.Consumer;

/** One timer that is set, or was. */
final class Timer {
  final TimerTable.Key key;
  long deadlineNanos;
  long order;
  Consumer<Now> action;
  boolean stopped;

  Timer(TimerTable.Key key, long deadlineNanos, long order, Consumer<Now> action) {
    this.key = key;
    this.deadlineNanos = deadlineNanos;
    this.order = order;
    this.action = action;
  }
}
