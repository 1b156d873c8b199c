package net.groupvpn.client.tunnel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What to say of those who take away what the client needs: each time, until it is somebody's
 * intention; then once who it may be, and nothing until it has been left alone for a while.
 */
final class Interference {
  /** So many times within {@link #WINDOW_NANOS} are an intention. */
  static final int MANY = 5;

  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String subject;
  private final Supplier<List<String>> suspects;
  private final Deque<Long> times = new ArrayDeque<>();
  private boolean blamed;

  /**
   * Nothing was taken away yet.
   *
   * @param subject what it is taken from, such as {@code the full tunnel}
   * @param suspects names programs that run here and might do it
   */
  Interference(String subject, Supplier<List<String>> suspects) {
    this.subject = subject;
    this.suspects = suspects;
  }

  /** The text for the log; empty for none. */
  String onRestored(List<String> what, long nowNanos) {
    while (!times.isEmpty() && nowNanos - times.peekFirst() > WINDOW_NANOS) {
      times.removeFirst();
    }
    blamed &= !times.isEmpty();
    times.addLast(nowNanos);
    if (times.size() > MANY) {
      times.removeFirst();
    }
    String all = String.join(", ", what);
    if (times.size() < MANY) {
      return "somebody took away from %s: %s; it is as before again".formatted(subject, all);
    }
    if (blamed) {
      return "";
    }
    blamed = true;
    List<String> found = suspects.get();
    String who =
        found.isEmpty()
            ? "none of the usual programs runs here; look for scripts that do it"
            : "running here and able to do it: " + String.join(", ", found);
    return "%s was changed %d times within a minute, last: %s; %s"
        .formatted(subject, MANY, all, who);
  }
}
