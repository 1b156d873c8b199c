package net.groupvpn.portal.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A wait that grows with every failure of a key: none for the first few, then a second, then twice
 * as long each time up to a limit. A key that was quiet for twice that limit starts again.
 * Remembers a bounded number of keys; the one longest unused is dropped first. Thread-safe.
 */
public final class SlowDown {
  private static final int MAX_KEYS = 20_000;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 30;
  private final int free;
  private final Duration longest;
  private final Clock clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

  private record Failures(int count, Instant last) {}

  /**
   * Makes one.
   *
   * @param free failures without a wait
   */
  public SlowDown(int free, Duration longest, Clock clock) {
    this.free = free;
    this.longest = longest;
    this.clock = clock;
  }

  /** How long the key must wait from now on; zero if it may act. */
  public synchronized Duration waitOf(String key) {
    var known = find(key);
    if (known.count() < free) {
      return Duration.ZERO;
    }
    var doublings = Math.min(known.count() - free, MAX_DOUBLINGS);
    var whole = FIRST_WAIT.multipliedBy(1L << doublings);
    var due = known.last().plus(whole.compareTo(longest) < 0 ? whole : longest);
    var left = Duration.between(clock.instant(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Counts a failure of the key. */
  public synchronized void count(String key) {
    failures.put(key, new Failures(find(key).count() + 1, clock.instant()));
    if (failures.size() > MAX_KEYS) {
      var oldest = failures.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The last counted event was no failure. */
  public synchronized void takeBack(String key) {
    var known = find(key);
    if (known.count() > 0) {
      failures.put(key, new Failures(known.count() - 1, known.last()));
    }
  }

  /** Forgets a key's failures. */
  public synchronized void forget(String key) {
    failures.remove(key);
  }

  private Failures find(String key) {
    var now = clock.instant();
    var known = failures.get(key);
    return known == null || known.last().plus(longest.multipliedBy(2)).isBefore(now)
        ? new Failures(0, now)
        : known;
  }
}
