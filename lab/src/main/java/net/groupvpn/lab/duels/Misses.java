package net.groupvpn.lab.duels;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;

/** Which nodes do not know which others. Pure: hashes decide, so an answer needs no memory. */
final class Misses {
  /** How long a node keeps missing another one near a key. */
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final long SESSIONS = 0x5e55;
  private static final double TWO_TO_64 = 0x1p64;

  private final long seed;
  private final double chance;

  Misses(long seed, double chance) {
    this.seed = seed;
    this.chance = chance;
  }

  /** Whether the two have a session, for as long as they live. */
  boolean haveSession(NodeId a, NodeId b) {
    return !isHit(mix(SESSIONS, hash(a) + hash(b)));
  }

  /** Whether {@code viewer} finds {@code node} when it searches near {@code key} now. */
  boolean isFound(NodeId viewer, NodeId node, NodeId key, long nowNanos) {
    long pair = mix(mix(hash(viewer), hash(node)), hash(key));
    long phaseNanos = (pair >>> 1) % PERIOD_NANOS;
    return !isHit(mix(pair, (nowNanos + phaseNanos) / PERIOD_NANOS));
  }

  private boolean isHit(long hash) {
    return (mix(seed, hash) >>> 1) / (TWO_TO_64 / 2) < chance;
  }

  private static long hash(NodeId id) {
    return mix(0, id.hashCode());
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long a, long b) {
    long z = a * 0x9e3779b97f4a7c15L + b + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
