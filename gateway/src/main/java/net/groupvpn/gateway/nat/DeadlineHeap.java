package net.groupvpn.gateway.nat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flows by the time at which they want to be woken. A timer that moves to later costs nothing: its
 * flow is put right when its old time comes. Not thread-safe.
 */
final class DeadlineHeap {
  private final List<Timed> heap = new ArrayList<>();

  /** Takes a flow in, or moves it up, by its first timer. To be called when timers have changed. */
  void schedule(Timed timed) {
    long due = timed.dueNanos();
    if (timed.heapAt < 0) {
      if (due == Timed.NEVER) {
        return;
      }
      timed.heapAt = heap.size();
      heap.add(timed);
    } else if (due >= timed.heapNanos) {
      return;
    }
    timed.heapNanos = due;
    siftUp(timed);
  }

  void remove(Timed timed) {
    int at = timed.heapAt;
    if (at < 0) {
      return;
    }
    timed.heapAt = -1;
    Timed last = heap.remove(heap.size() - 1);
    if (last != timed) {
      put(at, last);
      siftUp(last);
      siftDown(last);
    }
  }

  /** The next flow whose time has come, removed; null if there is none. */
  @Nullable Timed poll(long nowNanos) {
    while (!heap.isEmpty() && heap.get(0).heapNanos <= nowNanos) {
      Timed first = heap.get(0);
      remove(first);
      if (first.dueNanos() <= nowNanos) {
        return first;
      }
      schedule(first);
    }
    return null;
  }

  /** When to look again; may be earlier than the first timer. */
  long nextNanos() {
    return heap.isEmpty() ? Timed.NEVER : heap.get(0).heapNanos;
  }

  private void siftUp(Timed timed) {
    int at = timed.heapAt;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (heap.get(parent).heapNanos <= timed.heapNanos) {
        break;
      }
      put(at, heap.get(parent));
      at = parent;
    }
    put(at, timed);
  }

  private void siftDown(Timed timed) {
    int at = timed.heapAt;
    for (int child = 2 * at + 1; child < heap.size(); child = 2 * at + 1) {
      if (child + 1 < heap.size() && heap.get(child + 1).heapNanos < heap.get(child).heapNanos) {
        child++;
      }
      if (timed.heapNanos <= heap.get(child).heapNanos) {
        break;
      }
      put(at, heap.get(child));
      at = child;
    }
    put(at, timed);
  }

  private void put(int at, Timed timed) {
    heap.set(at, timed);
    timed.heapAt = at;
  }
}
