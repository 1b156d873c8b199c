package net.groupvpn.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Which gateway a member without a list of its own takes. Members use {@link #SPREAD}. */
public enum GatewayRule {
  /**
   * Of those about as near as the nearest two are drawn, and the less loaded one is taken
   * (Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, 2001), so that equal
   * members do not all run to one.
   */
  SPREAD {
    @Override
    List<GatewayCandidate> eligible(List<GatewayCandidate> alive) {
      long least = alive.stream().mapToLong(GatewayCandidate::rttNanos).min().orElse(0);
      long most = least + Math.max(NEAR_NANOS, least / PERCENT * NEAR_PERCENT);
      return alive.stream()
          .filter(candidate -> candidate.rttNanos() <= most)
          .sorted(BY_NODE)
          .toList();
    }

    @Override
    GatewayCandidate draw(List<GatewayCandidate> eligible, RandomGenerator random) {
      int size = eligible.size();
      int one = random.nextInt(size);
      int other = size == 1 ? one : (one + 1 + random.nextInt(size - 1)) % size;
      boolean isOtherFreer = eligible.get(other).loadPercent() < eligible.get(one).loadPercent();
      return eligible.get(isOtherFreer ? other : one);
    }
  },

  /** The one with the least round-trip time; for comparison. */
  NEAREST {
    @Override
    List<GatewayCandidate> eligible(List<GatewayCandidate> alive) {
      return alive.stream()
          .min(Comparator.comparingLong(GatewayCandidate::rttNanos).thenComparing(BY_NODE))
          .stream()
          .toList();
    }
  },

  /** Any; for comparison. */
  RANDOM {
    @Override
    List<GatewayCandidate> eligible(List<GatewayCandidate> alive) {
      return alive.stream().sorted(BY_NODE).toList();
    }
  };

  /** As near as the nearest: no farther by more than this, */
  static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** ... or by more than this share of the nearest one's round-trip time. */
  static final int NEAR_PERCENT = 25;

  private static final int PERCENT = 100;

  /** So that a draw does not depend on the order in which candidates are given. */
  private static final Comparator<GatewayCandidate> BY_NODE =
      Comparator.comparing(GatewayCandidate::node);

  /** Those of {@code alive} that may be taken and kept, ordered; empty only if that is. */
  abstract List<GatewayCandidate> eligible(List<GatewayCandidate> alive);

  /** One of {@code eligible}, which is not empty. */
  GatewayCandidate draw(List<GatewayCandidate> eligible, RandomGenerator random) {
    return eligible.get(random.nextInt(eligible.size()));
  }
}
