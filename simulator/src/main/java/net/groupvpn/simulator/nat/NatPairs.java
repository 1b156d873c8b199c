package net.groupvpn.simulator.nat;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.Traffic;
import net.groupvpn.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** Pairs of joined machines without a session that start to talk. */
final class NatPairs {
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int DRAWS_PER_PAIR = 20;

  /** If all started at once, nodes on the way would drop handshakes as a flood. */
  private static final int LOOKS_BETWEEN_STARTS = 10;

  private final World world;
  private final List<Traffic.Pair> pairs;
  private final double[] begunMillis;
  private final double[] firstMillis;
  private final double[] directMillis;

  private NatPairs(World world, List<Traffic.Pair> pairs) {
    this.world = world;
    this.pairs = pairs;
    begunMillis = new double[pairs.size()];
    firstMillis = new double[pairs.size()];
    directMillis = new double[pairs.size()];
    Arrays.fill(begunMillis, Double.NaN);
    Arrays.fill(firstMillis, Double.NaN);
    Arrays.fill(directMillis, Double.NaN);
  }

  /** At most that many; fewer if nearly all have sessions with one another already. */
  static NatPairs draw(World world, int most, long seed, BiPredicate<Integer, Integer> isLookedAt) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SimulatedMachine> joined =
        world.machines().stream().filter(SimulatedMachine::hasJoined).toList();
    Map<List<Integer>, Traffic.Pair> pairs = new LinkedHashMap<>();
    for (int i = 0; joined.size() > 1 && i < most * DRAWS_PER_PAIR && pairs.size() < most; i++) {
      SimulatedMachine one = joined.get(random.nextInt(joined.size()));
      SimulatedMachine other = joined.get(random.nextInt(joined.size()));
      if (one.number() < other.number()
          && isLookedAt.test(one.number(), other.number())
          && one.node().session(other.id()) == null) {
        pairs.put(List.of(one.number(), other.number()), new Traffic.Pair(one, other));
      }
    }
    return new NatPairs(world, List.copyOf(pairs.values()));
  }

  /**
   * Makes pairs start to talk one after another, watches the last one for that long, and records
   * their paths.
   */
  void talk(Duration duration) {
    Traffic traffic = new Traffic(world);
    long looks = duration.dividedBy(LOOK) + (long) LOOKS_BETWEEN_STARTS * pairs.size();
    for (long look = 0; look < looks; look++) {
      long started = Math.min(pairs.size(), look / LOOKS_BETWEEN_STARTS + 1);
      if (traffic.pairs().size() < started) {
        Traffic.Pair next = pairs.get(traffic.pairs().size());
        traffic.add(next.one(), next.other());
      }
      world.runFor(LOOK);
      note(traffic.pairs().size(), world.kernel().elapsedMillis());
    }
  }

  private void note(int started, double nowMillis) {
    for (int i = 0; i < started; i++) {
      begunMillis[i] = Double.isNaN(begunMillis[i]) ? nowMillis - LOOK.toMillis() : begunMillis[i];
      if (Double.isNaN(directMillis[i])) {
        double millis = nowMillis - begunMillis[i];
        Path path = path(pairs.get(i));
        firstMillis[i] = Double.isNaN(firstMillis[i]) && path != null ? millis : firstMillis[i];
        directMillis[i] = path instanceof DirectPath ? millis : Double.NaN;
      }
    }
  }

  private static @Nullable Path path(Traffic.Pair pair) {
    Session session = pair.one().node().session(pair.other().id());
    return session == null ? null : session.path();
  }

  int count() {
    return pairs.size();
  }

  double directShare() {
    return share(pairs.stream().filter(pair -> path(pair) instanceof DirectPath).count());
  }

  /** The direct ones whose way the birthday approach has found. */
  double punchedShare() {
    return share(pairs.stream().filter(NatPairs::isPunched).count());
  }

  private static boolean isPunched(Traffic.Pair pair) {
    return isSideWay(pair.one(), pair.other()) || isSideWay(pair.other(), pair.one());
  }

  private static boolean isSideWay(SimulatedMachine from, SimulatedMachine to) {
    Session session = from.node().session(to.id());
    return session != null
        && session.path() instanceof DirectPath direct
        && from.host().hasSideWayTo(direct.endpoint());
  }

  double streamShare() {
    return share(pairs.stream().filter(pair -> path(pair) instanceof StreamPath).count());
  }

  double relayedShare() {
    return share(pairs.stream().filter(pair -> path(pair) instanceof RelayPath).count());
  }

  double overlayShare() {
    return share(pairs.stream().filter(pair -> path(pair) instanceof OverlayPath).count());
  }

  double noneShare() {
    return share(pairs.stream().filter(pair -> path(pair) == null).count());
  }

  private double share(long count) {
    return pairs.isEmpty() ? Double.NaN : count / (double) pairs.size();
  }

  /** Median time until there was any session, over the pairs that got one. */
  double firstMillis() {
    return median(firstMillis);
  }

  /** Median time until the path was direct, over the pairs that got there. */
  double directMillis() {
    return median(directMillis);
  }

  private static double median(double[] values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
