package net.groupvpn.simulator.nat;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.simulator.world.Machine;
import net.groupvpn.simulator.world.Traffic;
import net.groupvpn.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** Pairs of joined machines without a session between them, who begin to talk. */
final class NatPairs {
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int DRAWS_PER_PAIR = 20;

  private final World world;
  private final List<Traffic.Pair> pairs;
  private final double[] firstMillis;
  private final double[] directMillis;

  private NatPairs(World world, List<Traffic.Pair> pairs) {
    this.world = world;
    this.pairs = pairs;
    firstMillis = new double[pairs.size()];
    directMillis = new double[pairs.size()];
    Arrays.fill(firstMillis, Double.NaN);
    Arrays.fill(directMillis, Double.NaN);
  }

  /** At most that many; fewer if nearly all have sessions with one another already. */
  static NatPairs draw(World world, int most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Machine> joined = world.machines().stream().filter(Machine::hasJoined).toList();
    Map<List<Integer>, Traffic.Pair> pairs = new LinkedHashMap<>();
    for (int i = 0; joined.size() > 1 && i < most * DRAWS_PER_PAIR && pairs.size() < most; i++) {
      Machine one = joined.get(random.nextInt(joined.size()));
      Machine other = joined.get(random.nextInt(joined.size()));
      if (one.number() < other.number() && one.node().session(other.id()) == null) {
        pairs.put(List.of(one.number(), other.number()), new Traffic.Pair(one, other));
      }
    }
    return new NatPairs(world, List.copyOf(pairs.values()));
  }

  /** Lets them talk for that long, and looks at how. */
  void talk(Duration duration) {
    Traffic traffic = new Traffic(world);
    pairs.forEach(pair -> traffic.add(pair.one(), pair.other()));
    double begun = world.kernel().elapsedMillis();
    long looks = duration.dividedBy(LOOK);
    for (long i = 0; i < looks; i++) {
      world.runFor(LOOK);
      note(world.kernel().elapsedMillis() - begun);
    }
  }

  private void note(double millis) {
    for (int i = 0; i < pairs.size(); i++) {
      if (Double.isNaN(directMillis[i])) {
        Path path = path(pairs.get(i));
        firstMillis[i] = Double.isNaN(firstMillis[i]) && path != null ? millis : firstMillis[i];
        directMillis[i] = path != null && path.isLeg() ? millis : Double.NaN;
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
    return share(pairs.stream().filter(NatPairs::isDirect).count());
  }

  private static boolean isDirect(Traffic.Pair pair) {
    Path path = path(pair);
    return path != null && path.isLeg();
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

  /** Median time until there was a session at all; of those that got one. */
  double firstMillis() {
    return median(firstMillis);
  }

  /** Median time until it was direct; of those that became so. */
  double directMillis() {
    return median(directMillis);
  }

  private static double median(double[] values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
