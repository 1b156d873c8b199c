package net.groupvpn.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one gateway among those that are alive. With a list of the user's: the first of it, and
 * an earlier one again once that has been well for {@link #WELL_NANOS}. Without a list: of those
 * that are about as near as the nearest, two are drawn, and the less loaded of them is taken
 * (Mitzenmacher, The Power of Two Choices), so that equal members do not all run to one; then it is
 * kept for at least {@link #STICKY_NANOS}, since connections break when it changes. One that does
 * not carry IPv4 is drawn only if none does. A dead one is left at once. Not thread-safe.
 */
public final class GatewayChoice {
  /** A gateway that works is kept at least this long. */
  public static final long STICKY_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** How long an earlier one of the list must have been well. */
  public static final long WELL_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** So soon after the user's wish an earlier one is taken at once: its ping may come later. */
  static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** As near as the nearest: no farther by more than this, */
  static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** ... or by more than this share of the nearest one's round-trip time. */
  static final int NEAR_PERCENT = 25;

  private static final int PERCENT = 100;

  private final RandomGenerator random;
  private List<NodeId> wanted = List.of();
  private @Nullable NodeId chosen;
  private long chosenNanos;
  private long preferredNanos;

  /** Chooses freely until {@link #prefer} is called. */
  public GatewayChoice(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The user's own list, the first one first; empty for a free choice. Whatever was chosen before
   * does not count any more.
   */
  public void prefer(long nowNanos, List<NodeId> list) {
    wanted = List.copyOf(list);
    chosen = null;
    preferredNanos = nowNanos;
  }

  /** The one in use, or null. */
  public @Nullable NodeId chosen() {
    return chosen;
  }

  /** Whether it is the one in use. */
  boolean isChosen(NodeId node) {
    return Objects.equals(node, chosen);
  }

  /**
   * Chooses among the present candidates, in any order; null if none is usable.
   *
   * @param nowNanos boot time
   */
  public @Nullable NodeId choose(long nowNanos, Collection<GatewayCandidate> candidates) {
    List<GatewayCandidate> alive = candidates.stream().filter(GatewayCandidate::isAlive).toList();
    NodeId next = wanted.isEmpty() ? drawn(nowNanos, best(alive)) : listed(nowNanos, alive);
    if (!Objects.equals(next, chosen)) {
      chosen = next;
      chosenNanos = nowNanos;
    }
    return chosen;
  }

  private @Nullable NodeId listed(long nowNanos, List<GatewayCandidate> alive) {
    boolean holdsOne = find(alive, chosen) != null && nowNanos - preferredNanos >= START_NANOS;
    for (NodeId node : wanted) {
      GatewayCandidate candidate = find(alive, node);
      boolean isPresent = isChosen(node);
      if (candidate != null
          && (isPresent || !holdsOne || nowNanos - candidate.aliveSinceNanos() >= WELL_NANOS)) {
        return node;
      }
    }
    return null;
  }

  private static List<GatewayCandidate> best(List<GatewayCandidate> alive) {
    List<GatewayCandidate> withIpv4 = alive.stream().filter(GatewayCandidate::hasIpv4).toList();
    return withIpv4.isEmpty() ? alive : withIpv4;
  }

  private @Nullable NodeId drawn(long nowNanos, List<GatewayCandidate> alive) {
    if (alive.isEmpty()) {
      return null;
    }
    List<GatewayCandidate> near = nearest(alive);
    GatewayCandidate present = find(alive, chosen);
    boolean isKept =
        present != null && (nowNanos - chosenNanos < STICKY_NANOS || near.contains(present));
    if (present != null && isKept) {
      return present.node();
    }
    int one = random.nextInt(near.size());
    int other = near.size() == 1 ? one : (one + 1 + random.nextInt(near.size() - 1)) % near.size();
    boolean isOtherFreer = near.get(other).loadPercent() < near.get(one).loadPercent();
    return near.get(isOtherFreer ? other : one).node();
  }

  /** Those about as near as the nearest, ordered so that a draw does not depend on the input's. */
  private static List<GatewayCandidate> nearest(List<GatewayCandidate> alive) {
    long least = alive.stream().mapToLong(GatewayCandidate::rttNanos).min().orElse(0);
    long most = least + Math.max(NEAR_NANOS, least / PERCENT * NEAR_PERCENT);
    return alive.stream()
        .filter(candidate -> candidate.rttNanos() <= most)
        .sorted((a, b) -> a.node().compareTo(b.node()))
        .toList();
  }

  private static @Nullable GatewayCandidate find(
      List<GatewayCandidate> alive, @Nullable NodeId node) {
    return alive.stream().filter(c -> Objects.equals(node, c.node())).findFirst().orElse(null);
  }
}
