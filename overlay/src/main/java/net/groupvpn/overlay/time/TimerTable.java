package net.groupvpn.overlay.time;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All timers of one engine. Setting a timer again moves it; timers due at the same time fire in the
 * order in which they were set, so runs are repeatable. Subjects are compared with {@code equals}.
 *
 * <p>Most timers are moved repeatedly to later times and seldom fire. A timer that is moved to a
 * later time, or stopped, stays in the heap until it is first there; a stopped one keeps neither
 * its subject nor its action alive.
 */
public final class TimerTable {
  /** Compared by hand, because the engine does little else as often. */
  record Key(TimerName name, Object subject) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && name == key.name && subject.equals(key.subject);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + subject.hashCode();
    }
  }

  /** What {@link #nextDeadlineNanos} returns when no timer is set. */
  public static final long NONE = Long.MAX_VALUE;

  private static final int STOPPED_BEFORE_COMPACTION = 64;

  private final Map<Key, Timer> current = new HashMap<>();
  private final TimerHeap heap = new TimerHeap();
  private long order;

  /** Sets or moves a timer; {@code deadlineNanos} is boot time. */
  public void set(TimerName name, Object subject, long deadlineNanos, Consumer<Now> action) {
    Key key = new Key(name, subject);
    Timer known = current.get(key);
    if (known != null && known.deadlineNanos <= deadlineNanos) {
      known.deadlineNanos = deadlineNanos;
      known.order = order++;
      known.action = action;
      return;
    }
    if (known != null) {
      known.stop();
    }
    Timer timer = new Timer(key, deadlineNanos, order++, action);
    current.put(key, timer);
    heap.add(timer);
    if (heap.size() > 2 * current.size() + STOPPED_BEFORE_COMPACTION) {
      heap.compact();
    }
  }

  /** Stops a timer; nothing happens if it is not set. */
  public void cancel(TimerName name, Object subject) {
    Timer timer = current.remove(new Key(name, subject));
    if (timer != null) {
      timer.stop();
    }
  }

  /** Whether the timer is set. */
  public boolean isSet(TimerName name, Object subject) {
    return current.containsKey(new Key(name, subject));
  }

  /** Boot time of the earliest timer, or {@link #NONE}. */
  public long nextDeadlineNanos() {
    Timer first = first();
    return first == null ? NONE : first.deadlineNanos;
  }

  /**
   * Fires every timer that is due, including those set in the meantime for a time not after {@code
   * now}.
   */
  public void fireDue(Now now) {
    for (Timer first = first();
        first != null && first.deadlineNanos <= now.bootNanos();
        first = first()) {
      heap.removeFirst();
      Key key = first.key;
      Consumer<Now> action = first.action;
      if (key != null && action != null) {
        current.remove(key);
        action.accept(now);
      }
    }
  }

  /** Whether every timer that is set will fire. */
  public boolean isWhole() {
    return heap.countActive() == current.size();
  }

  private @Nullable Timer first() {
    Timer first = heap.first();
    while (first != null && (first.isStopped() || heap.firstOrder() != first.order)) {
      if (first.isStopped()) {
        heap.removeFirst();
      } else {
        heap.replaceFirst(first);
      }
      first = heap.first();
    }
    return first;
  }
}
