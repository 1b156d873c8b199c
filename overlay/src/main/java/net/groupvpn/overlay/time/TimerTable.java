package net.groupvpn.overlay.time;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All timers of one engine. Setting a timer again moves it; timers due at the same time fire in the
 * order in which they were set, so runs are repeatable. Subjects are compared with {@code equals}.
 */
public final class TimerTable {
  /** Compared by hand: the engine does little else as often. */
  private record Key(TimerName name, Object subject) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && name == key.name && subject.equals(key.subject);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + subject.hashCode();
    }
  }

  private record Entry(long deadlineNanos, long sequence, Key key, Consumer<Now> action)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byDeadline = Long.compare(deadlineNanos, other.deadlineNanos);
      return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
    }
  }

  /** What {@link #nextDeadlineNanos} answers when no timer is set. */
  public static final long NONE = Long.MAX_VALUE;

  private static final int STALE_BEFORE_COMPACTION = 1_024;

  private final Map<Key, Entry> current = new HashMap<>();
  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private long sequence;

  /** Sets or moves a timer; {@code deadlineNanos} is boot time. */
  public void set(TimerName name, Object subject, long deadlineNanos, Consumer<Now> action) {
    Key key = new Key(name, subject);
    Entry entry = new Entry(deadlineNanos, sequence++, key, action);
    current.put(key, entry);
    queue.add(entry);
    if (queue.size() > 2 * current.size() + STALE_BEFORE_COMPACTION) {
      queue.removeIf(queued -> !isLive(queued));
    }
  }

  /** Stops a timer; nothing happens if it is not set. */
  public void cancel(TimerName name, Object subject) {
    current.remove(new Key(name, subject));
  }

  /** Whether the timer is set. */
  public boolean isSet(TimerName name, Object subject) {
    return current.containsKey(new Key(name, subject));
  }

  /** Boot time of the earliest timer, or {@link #NONE}. */
  public long nextDeadlineNanos() {
    Entry head = firstLive();
    return head == null ? NONE : head.deadlineNanos;
  }

  /** Fires every timer that is due, also those set meanwhile for a time not after {@code now}. */
  public void fireDue(Now now) {
    for (Entry head = firstLive();
        head != null && head.deadlineNanos <= now.bootNanos();
        head = firstLive()) {
      queue.remove();
      current.remove(head.key);
      head.action.accept(now);
    }
  }

  private @Nullable Entry firstLive() {
    Entry head = queue.peek();
    while (head != null && !isLive(head)) {
      queue.remove();
      head = queue.peek();
    }
    return head;
  }

  private boolean isLive(Entry queued) {
    Entry latest = current.get(queued.key);
    return latest != null && latest.sequence == queued.sequence;
  }
}
