package net.groupvpn.overlay.relay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;

/**
 * Prefers the lowest sum of both legs' round-trip times, increased by loss and load. Among nearly
 * equal ones it prefers the one whose legs are older.
 */
public final class LatencySelection implements RelaySelection {
  /** A working relay is left only for one that costs less than this share of its cost. */
  static final double ADVANTAGE = 0.75;

  /** The new relay must also be better by at least this time. */
  static final double MIN_GAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Smaller differences count as nearly equal. */
  private static final double EQUAL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final double EQUAL_SHARE = 0.02;

  /** Smaller differences in age do not matter. */
  private static final long EQUAL_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Override
  public List<RelayCandidate> rank(NodeId peer, List<RelayCandidate> candidates) {
    List<RelayCandidate> left = new ArrayList<>(candidates);
    left.sort(
        Comparator.comparingDouble(RelayCandidate::cost).thenComparing(RelayCandidate::relay));
    List<RelayCandidate> ranked = new ArrayList<>(left.size());
    while (!left.isEmpty()) {
      RelayCandidate next = oldestOfTheEqual(left);
      left.remove(next);
      ranked.add(next);
    }
    return ranked;
  }

  /** "Nearly equal" is not transitive, so each place is filled separately. */
  private static RelayCandidate oldestOfTheEqual(List<RelayCandidate> byCost) {
    double least = byCost.get(0).cost();
    double limit = least + Math.max(EQUAL_NANOS, least * EQUAL_SHARE);
    RelayCandidate best = byCost.get(0);
    for (RelayCandidate each : byCost) {
      if (each.cost() <= limit && each.ageNanos() - best.ageNanos() > EQUAL_AGE_NANOS) {
        best = each;
      }
    }
    return best;
  }

  @Override
  public boolean isWorthMoving(RelayCandidate current, RelayCandidate best) {
    return best.cost() < current.cost() * ADVANTAGE
        && current.cost() - best.cost() >= MIN_GAIN_NANOS;
  }
}
