package net.groupvpn.overlay.virtual;

import java.util.Arrays;

/**
 * A heap of (time, order, slot), smallest first, in three plain arrays: adding and removing
 * allocates nothing. A slot is a number by which the caller finds the rest of the event.
 */
final class EventQueue {
  private static final int FIRST_CAPACITY = 1_024;

  /** Four children each: shallower than two, and the four are adjacent in memory. */
  private static final int FAN_OUT = 4;

  private long[] times = new long[FIRST_CAPACITY];
  private long[] orders = new long[FIRST_CAPACITY];
  private int[] slots = new int[FIRST_CAPACITY];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Time of the first event; the queue must not be empty. */
  long firstTime() {
    return times[0];
  }

  long firstOrder() {
    return orders[0];
  }

  int firstSlot() {
    return slots[0];
  }

  void add(long time, long order, int slot) {
    if (size == times.length) {
      grow();
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) / FAN_OUT;
      if (!isBefore(time, order, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, time, order, slot);
  }

  void removeFirst() {
    size--;
    if (size > 0) {
      sink(times[size], orders[size], slots[size]);
    }
  }

  private void sink(long time, long order, int slot) {
    int at = 0;
    for (int first = 1; first < size; first = FAN_OUT * at + 1) {
      int least = first;
      int end = Math.min(first + FAN_OUT, size);
      for (int child = first + 1; child < end; child++) {
        if (isBefore(times[child], orders[child], least)) {
          least = child;
        }
      }
      if (isBefore(time, order, least)) {
        break;
      }
      move(least, at);
      at = least;
    }
    put(at, time, order, slot);
  }

  private boolean isBefore(long time, long order, int other) {
    return time < times[other] || (time == times[other] && order < orders[other]);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], slots[from]);
  }

  private void put(int at, long time, long order, int slot) {
    times[at] = time;
    orders[at] = order;
    slots[at] = slot;
  }

  private void grow() {
    times = Arrays.copyOf(times, 2 * size);
    orders = Arrays.copyOf(orders, 2 * size);
    slots = Arrays.copyOf(slots, 2 * size);
  }
}
