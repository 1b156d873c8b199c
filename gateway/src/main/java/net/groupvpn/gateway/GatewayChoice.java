package net.groupvpn.gateway;

import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one gateway. At first it takes the lowest round-trip time. It keeps that gateway for at
 * least {@link #STICKY_NANOS}, because connections through it break when it changes, and then moves
 * only to a clearly nearer one. A dead gateway is left at once. With a fixed choice of the user it
 * uses that gateway or none: a user who picks an exit does not want another one. Not thread-safe.
 */
public final class GatewayChoice {
  /** A gateway that works is kept at least this long. */
  public static final long STICKY_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Another gateway must be nearer by this share of the present round-trip time, in percent. */
  public static final int HYSTERESIS_PERCENT = 20;

  /** Another gateway must also be nearer by at least this time. */
  public static final long HYSTERESIS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int PERCENT = 100;
  private static final Comparator<GatewayCandidate> NEAREST_FIRST =
      Comparator.comparingLong(GatewayCandidate::comparableRttNanos)
          .thenComparing(GatewayCandidate::node);

  private @Nullable NodeId fixed;
  private @Nullable NodeId chosen;
  private long chosenNanos;

  /** Sets the user's own choice, or null for the nearest one. Takes effect with the next call. */
  public void fix(@Nullable NodeId gateway) {
    fixed = gateway;
  }

  /**
   * Chooses among the present candidates, in any order; null if none is usable.
   *
   * @param bootNanos present boot time, nanoseconds
   */
  public @Nullable NodeId choose(long bootNanos, Collection<GatewayCandidate> candidates) {
    NodeId next =
        fixed != null ? usable(fixed, candidates) : nearestOrPresent(bootNanos, candidates);
    if (!Objects.equals(next, chosen)) {
      chosen = next;
      chosenNanos = bootNanos;
    }
    return chosen;
  }

  private @Nullable NodeId nearestOrPresent(
      long bootNanos, Collection<GatewayCandidate> candidates) {
    Optional<GatewayCandidate> nearest =
        candidates.stream().filter(GatewayCandidate::isUsable).min(NEAREST_FIRST);
    Optional<GatewayCandidate> present =
        candidates.stream()
            .filter(c -> c.isUsable() && Objects.equals(c.node(), chosen))
            .findFirst();
    if (present.isEmpty() || nearest.isEmpty()) {
      return nearest.map(GatewayCandidate::node).orElse(null);
    }
    boolean mayMove = bootNanos - chosenNanos >= STICKY_NANOS;
    return mayMove && isClearlyNearer(nearest.get(), present.get())
        ? nearest.get().node()
        : present.get().node();
  }

  private static boolean isClearlyNearer(GatewayCandidate other, GatewayCandidate present) {
    long presentNanos = present.comparableRttNanos();
    long otherNanos = other.comparableRttNanos();
    if (presentNanos == Long.MAX_VALUE) {
      return otherNanos < presentNanos;
    }
    long margin = Math.max(HYSTERESIS_NANOS, presentNanos / PERCENT * HYSTERESIS_PERCENT);
    return otherNanos <= presentNanos - margin;
  }

  private static @Nullable NodeId usable(NodeId wanted, Collection<GatewayCandidate> candidates) {
    return candidates.stream().anyMatch(c -> c.isUsable() && c.node().equals(wanted))
        ? wanted
        : null;
  }
}
