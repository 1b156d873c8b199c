package net.groupvpn.simulator.outage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.simulator.world.RoutePings;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/** One run, in the order of the methods. Every second some random pairs ping each other. */
final class OutageRun {
  private static final int PINGS_PER_SECOND = 40;
  private static final int CALM_SECONDS = 10;
  private static final double CALM_SHARE = 0.99;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A slower ping counts as lost. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

  private final World world;
  private final RoutePings pings;
  private final SplittableRandom random;
  private final OutageRegion region;

  OutageRun(World world, RoutePings pings, double share, long seed) {
    this.world = world;
    this.pings = pings;
    this.random = new SplittableRandom(seed);
    int free = world.machines().size() - World.SEEDS;
    SimulatedMachine center = world.machines().get(World.SEEDS + random.nextInt(free));
    this.region = OutageRegion.around(world, center, share);
  }

  OutageRegion region() {
    return region;
  }

  /** The whole region loses power. */
  void powerOff() {
    region.inside().forEach(SimulatedMachine::kill);
  }

  /** The whole region is cut off, and continues by itself. */
  void cutOff() {
    region.inside().forEach(machine -> world.network().moveToPart(machine.host(), 1));
  }

  /** The region returns. */
  void comeBack() {
    world.network().heal();
    region.inside().stream().filter(machine -> !machine.isUp()).forEach(SimulatedMachine::start);
  }

  /** The share of answered pings of each second, between machines outside the region. */
  List<Double> pingOutside(int seconds) {
    return ping(region.outside(), seconds);
  }

  /** The same between all machines. */
  List<Double> pingAll(int seconds) {
    return ping(world.machines(), seconds);
  }

  private List<Double> ping(List<SimulatedMachine> among, int seconds) {
    int first = pings.sent();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < PINGS_PER_SECOND; i++) {
        int one = random.nextInt(among.size());
        int other = (one + 1 + random.nextInt(among.size() - 1)) % among.size();
        pings.send(among.get(one), among.get(other));
      }
      world.runFor(SECOND);
    }
    world.runFor(LAST_ANSWERS);
    List<Double> shares = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      int from = first + second * PINGS_PER_SECOND;
      shares.add(pings.answeredShare(from, from + PINGS_PER_SECOND));
    }
    return shares;
  }

  /**
   * The first second from which on pings are answered normally for at least ten seconds; NaN if
   * there is none.
   */
  static double calmAfterSeconds(List<Double> shares) {
    int calm = 0;
    for (int second = 0; second < shares.size(); second++) {
      calm = shares.get(second) >= CALM_SHARE ? calm + 1 : 0;
      if (calm == CALM_SECONDS) {
        return second + 1.0 - CALM_SECONDS;
      }
    }
    return Double.NaN;
  }

  static double mean(List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
