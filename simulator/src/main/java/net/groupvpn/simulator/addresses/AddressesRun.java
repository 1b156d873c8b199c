package net.groupvpn.simulator.addresses;

import java.time.Duration;
import java.util.List;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.simulator.world.Churn;
import net.groupvpn.simulator.world.ChurnModel;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** One run, in the order of the methods. */
final class AddressesRun {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration CLAIMING = Duration.ofMinutes(3);
  private static final Duration HEALING = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int PARTS = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final World world;
  private final List<Claimant> claimants;
  private final DoubleWatch watch;
  private @Nullable Churn churn;

  AddressesRun(World world, VirtualNetwork network) {
    this.world = world;
    this.claimants =
        world.machines().stream().map(machine -> new Claimant(machine, network)).toList();
    this.watch = new DoubleWatch(claimants);
  }

  /** All start, and claim. */
  void start() {
    watch.begin(number -> 0);
    for (SimulatedMachine machine : world.machines()) {
      machine.start();
      watchFor(BETWEEN_STARTS);
    }
    watchFor(CLAIMING);
  }

  /** All but the first few come and go from now on; null: none does. */
  void churn(@Nullable ChurnModel model, long seed, Duration time) {
    if (model != null) {
      churn = new Churn(world, model, seed);
      churn.start(World.SEEDS);
    }
    watch.begin(number -> 0);
    watchFor(time);
  }

  /** Two halves do not reach each other for that long; churn goes on. */
  void part(Duration time) {
    for (SimulatedMachine machine : world.machines()) {
      world.network().moveToPart(machine.host(), machine.number() % PARTS);
    }
    watch.begin(number -> number % PARTS);
    watchFor(time);
  }

  /**
   * Joins the halves and starts all machines; returns after how many seconds no address was held
   * twice any more, or NaN.
   */
  double heal() {
    if (churn != null) {
      churn.stop();
    }
    world.network().heal();
    world.machines().stream().filter(machine -> !machine.isUp()).forEach(SimulatedMachine::start);
    watch.begin(number -> 0);
    long healed = world.kernel().nanos();
    double settled = Double.NaN;
    while (world.kernel().nanos() - healed < HEALING.toNanos()) {
      watchFor(LOOK);
      if (watch.now() > 0) {
        settled = Double.NaN;
      } else if (Double.isNaN(settled)) {
        settled = (world.kernel().nanos() - healed) / NANOS_PER_SECOND;
      }
    }
    return settled;
  }

  private void watchFor(Duration time) {
    long end = world.kernel().nanos() + time.toNanos();
    while (world.kernel().nanos() < end) {
      long left = end - world.kernel().nanos();
      world.runFor(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      watch.look(world.kernel().nanos());
    }
  }

  DoubleWatch watch() {
    return watch;
  }

  List<Claimant> claimants() {
    return claimants;
  }

  /** Share of the running members that have an address. */
  double heldShare() {
    long running = claimants.stream().filter(Claimant::isUp).count();
    return (double) claimants.stream().filter(each -> each.held() != null).count() / running;
  }
}
