package net.groupvpn.overlay.routing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket per key. The table is bounded: the key unused for longest is forgotten, and gets a
 * full bucket when it returns.
 *
 * @param <K> whom to limit
 */
public final class RateLimiter<K> {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final float LOAD_FACTOR = 0.75f;
  private static final int INITIAL_CAPACITY = 16;

  private final int perSecond;
  private final int burst;
  private final Map<K, Bucket> buckets;

  /**
   * A full bucket for everyone.
   *
   * @param burst tokens in a full bucket
   * @param maxKeys buckets at a time
   */
  public RateLimiter(int perSecond, int burst, int maxKeys) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.buckets =
        new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > maxKeys;
          }
        };
  }

  /** Takes a token if there is one. */
  public boolean tryAcquire(K key, long nowNanos) {
    return tryAcquire(key, 1, nowNanos);
  }

  /** Takes this many tokens, or none if there are fewer. */
  public boolean tryAcquire(K key, int tokens, long nowNanos) {
    Bucket bucket = filled(key, nowNanos);
    if (bucket.tokens < tokens) {
      return false;
    }
    bucket.tokens -= tokens;
    return true;
  }

  /** Whether there are this many. */
  boolean has(K key, int tokens, long nowNanos) {
    return filled(key, nowNanos).tokens >= tokens;
  }

  private Bucket filled(K key, long nowNanos) {
    Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(burst, nowNanos));
    double gained = (nowNanos - bucket.filledNanos) / NANOS_PER_SECOND * perSecond;
    bucket.tokens = Math.min(burst, bucket.tokens + gained);
    bucket.filledNanos = nowNanos;
    return bucket;
  }

  int size() {
    return buckets.size();
  }

  private static final class Bucket {
    private double tokens;
    private long filledNanos;

    Bucket(double tokens, long filledNanos) {
      this.tokens = tokens;
      this.filledNanos = filledNanos;
    }
  }
}
