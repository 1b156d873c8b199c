package net.groupvpn.portal.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A limit of events per key within a sliding window. Remembers a bounded number of keys; the one
 * longest unused is dropped first. Thread-safe.
 */
public final class RequestLimiter {
  private static final int MAX_KEYS = 20_000;
  private final int limit;
  private final Duration window;
  private final Clock clock;
  private final Map<String, ArrayDeque<Instant>> events = new LinkedHashMap<>(16, 0.75f, true);

  public RequestLimiter(int limit, Duration window, Clock clock) {
    this.limit = limit;
    this.window = window;
    this.clock = clock;
  }

  /** Counts one event; false if the key has used up its share. */
  public synchronized boolean tryAcquire(String key) {
    var now = clock.instant();
    var seen = events.computeIfAbsent(key, k -> new ArrayDeque<>());
    while (!seen.isEmpty() && !seen.getFirst().isAfter(now.minus(window))) {
      seen.removeFirst();
    }
    if (seen.size() >= limit) {
      return false;
    }
    seen.addLast(now);
    forgetOldest();
    return true;
  }

  /** Forgets a key's events: it has shown that it is no attacker. */
  public synchronized void forgive(String key) {
    events.remove(key);
  }

  private void forgetOldest() {
    if (events.size() > MAX_KEYS) {
      var oldest = events.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
