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
 * an earlier one again once that has been well for {@link #WELL_NANOS}. Without a list: by a {@link
 * GatewayRule}; then it is kept for at least {@link #STICKY_NANOS}, since connections break when it
 * changes. One that does not carry IPv4 is drawn only if none does. A dead one is left at once. Not
 * thread-safe.
 */
public final class GatewayChoice {
  /** A gateway that works is kept at least this long. */
  public static final long STICKY_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** How long an earlier one of the list must have been well. */
  public static final long WELL_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** So soon after the user's wish an earlier one is taken at once: its ping may come later. */
  static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * So long after the first answer others are waited for, where none was in use: whoever answers
   * first need not be the best, and it would be kept for long.
   */
  static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  private final RandomGenerator random;
  private GatewayRule rule = GatewayRule.SPREAD;
  private List<NodeId> wanted = List.of();
  private @Nullable NodeId chosen;
  private long chosenNanos;
  private long preferredNanos;
  private boolean isGathering;
  private long gatheringSinceNanos;

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

  /** Chooses by {@code newRule} from now on where there is no list. */
  void setRule(GatewayRule newRule) {
    rule = newRule;
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
    gather(nowNanos, alive.size(), candidates.size());
    NodeId next = wanted.isEmpty() ? drawn(nowNanos, best(alive)) : listed(nowNanos, alive);
    if (!Objects.equals(next, chosen)) {
      chosen = next;
      chosenNanos = nowNanos;
    }
    return chosen;
  }

  private void gather(long nowNanos, int alive, int all) {
    boolean isFirst = wanted.isEmpty() && chosen == null && alive > 0 && alive < all;
    if (isFirst && !isGathering) {
      gatheringSinceNanos = nowNanos;
    }
    isGathering = isFirst;
  }

  /** For how long others are still waited for before one is drawn; 0 if they are not. */
  long gatheringNanos(long nowNanos) {
    return isGathering ? Math.max(0, gatheringSinceNanos + GATHER_NANOS - nowNanos) : 0;
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
    if (alive.isEmpty() || gatheringNanos(nowNanos) > 0) {
      return null;
    }
    List<GatewayCandidate> eligible = rule.eligible(alive);
    GatewayCandidate present = find(alive, chosen);
    boolean isKept =
        present != null && (nowNanos - chosenNanos < STICKY_NANOS || eligible.contains(present));
    return present != null && isKept ? present.node() : rule.draw(eligible, random).node();
  }

  private static @Nullable GatewayCandidate find(
      List<GatewayCandidate> alive, @Nullable NodeId node) {
    return alive.stream().filter(c -> Objects.equals(node, c.node())).findFirst().orElse(null);
  }
}
