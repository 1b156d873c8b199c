package net.groupvpn.overlay.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A heap of timers by (deadline, order), smallest first. Both are kept in plain arrays, so that
 * comparing does not touch the timers.
 */
final class TimerHeap {
  private static final int FIRST_CAPACITY = 16;

  private long[] deadlines = new long[FIRST_CAPACITY];
  private long[] orders = new long[FIRST_CAPACITY];
  private @Nullable Timer[] timers = new @Nullable Timer[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** The first timer, or null if there is none. */
  @Nullable Timer first() {
    return size == 0 ? null : timers[0];
  }

  /** The order under which the first timer was added; it may have been moved since. */
  long firstOrder() {
    return orders[0];
  }

  /** Adds a timer at its present deadline. */
  void add(Timer timer) {
    if (size == timers.length) {
      deadlines = Arrays.copyOf(deadlines, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      timers = Arrays.copyOf(timers, 2 * size);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!isBefore(timer.deadlineNanos, timer.order, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, timer);
  }

  void removeFirst() {
    size--;
    Timer last = timers[size];
    timers[size] = null;
    if (size > 0 && last != null) {
      sink(deadlines[size], orders[size], last);
    }
  }

  /** Moves the first timer to its place by its present deadline. */
  void replaceFirst(Timer timer) {
    sink(timer.deadlineNanos, timer.order, timer);
  }

  private void sink(long deadline, long order, Timer timer) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(deadlines[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (isBefore(deadline, order, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    deadlines[at] = deadline;
    orders[at] = order;
    timers[at] = timer;
  }

  private boolean isBefore(long deadline, long order, int other) {
    return deadline < deadlines[other] || (deadline == deadlines[other] && order < orders[other]);
  }

  private void move(int from, int to) {
    deadlines[to] = deadlines[from];
    orders[to] = orders[from];
    timers[to] = timers[from];
  }

  private void put(int at, Timer timer) {
    deadlines[at] = timer.deadlineNanos;
    orders[at] = timer.order;
    timers[at] = timer;
  }

  /** Number of timers that are not stopped. */
  int countActive() {
    int active = 0;
    for (int i = 0; i < size; i++) {
      Timer timer = timers[i];
      active += timer != null && !timer.isStopped() ? 1 : 0;
    }
    return active;
  }

  /** Removes stopped timers. */
  void compact() {
    @Nullable Timer[] all = timers;
    int before = size;
    timers = new @Nullable Timer[all.length];
    size = 0;
    for (int i = 0; i < before; i++) {
      Timer timer = all[i];
      if (timer != null && !timer.isStopped()) {
        add(timer);
      }
    }
  }
}
