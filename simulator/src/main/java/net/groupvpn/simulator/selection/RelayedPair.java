package net.groupvpn.simulator.selection;

import java.util.Set;
import java.util.TreeSet;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** Two machines that cannot reach each other, with samples of the first one's relay. */
final class RelayedPair {
  /** A choice counts as right if it takes at most this multiple of the best one's time. */
  private static final double RIGHT = 1.1;

  private final SimulatedMachine one;
  private final SimulatedMachine other;
  private @Nullable NodeId relay;
  private int samples;
  private int relayed;
  private int right;
  private int changes;
  private double sumNanos;
  private double sumOfBest;

  RelayedPair(SimulatedMachine one, SimulatedMachine other) {
    this.one = one;
    this.other = other;
  }

  SimulatedMachine one() {
    return one;
  }

  SimulatedMachine other() {
    return other;
  }

  /** Samples the relay in use and the possible alternatives. */
  void sample(World world) {
    samples++;
    Session session = one.node().session(other.id());
    NodeId now = session != null && session.path() instanceof RelayPath path ? path.relay() : null;
    long best = Long.MAX_VALUE;
    long used = Long.MAX_VALUE;
    Set<NodeId> common = common();
    for (SimulatedMachine via : world.machines()) {
      boolean isUsed = now != null && via.id().equals(now);
      if (via.isUp() && (isUsed || common.contains(via.id()))) {
        long nanos = roundTripNanos(world, via);
        best = Math.min(best, nanos);
        used = isUsed ? nanos : used;
      }
    }
    if (used != Long.MAX_VALUE) {
      relayed++;
      right += used <= best * RIGHT ? 1 : 0;
      sumNanos += used;
      sumOfBest += best;
    }
    if (now != null && relay != null && !now.equals(relay)) {
      changes++;
    }
    relay = now == null ? relay : now;
  }

  /** The nodes to which both have direct links. */
  private Set<NodeId> common() {
    Set<NodeId> common = new TreeSet<>(one.legs());
    common.retainAll(new TreeSet<>(other.legs()));
    return common;
  }

  private long roundTripNanos(World world, SimulatedMachine via) {
    return world.network().roundTripNanos(one.host(), via.host())
        + world.network().roundTripNanos(via.host(), other.host());
  }

  int samples() {
    return samples;
  }

  int relayed() {
    return relayed;
  }

  int right() {
    return right;
  }

  int changes() {
    return changes;
  }

  double sumNanos() {
    return sumNanos;
  }

  double sumOfBest() {
    return sumOfBest;
  }
}
