package net.groupvpn.simulator.world;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Makes nodes leave without notice and return, each after times of its own. Some nodes may be
 * spared: nobody can join a network whose seeds are all gone at once.
 */
public final class Churn {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double LONGEST_SECONDS = 1e7;

  private final World world;
  private final ChurnModel model;
  private final SplittableRandom random;
  private boolean stopped;
  private int departures;

  /** Of the nodes of {@code world}. */
  public Churn(World world, ChurnModel model, long seed) {
    this.world = world;
    this.model = model;
    this.random = new SplittableRandom(seed);
  }

  /** Starts, with all nodes except the first few. */
  public void start(int spared) {
    world.machines().stream().skip(spared).forEach(this::departLater);
  }

  /** Leaves all nodes in their present state from now on. */
  public void stop() {
    stopped = true;
  }

  /** Number of departures so far. */
  public int departures() {
    return departures;
  }

  private void departLater(SimulatedMachine machine) {
    after(model.upSeconds(), () -> depart(machine));
  }

  private void depart(SimulatedMachine machine) {
    if (machine.isUp()) {
      departures++;
      machine.kill();
    }
    after(model.downSeconds(), () -> comeBack(machine));
  }

  private void comeBack(SimulatedMachine machine) {
    machine.start();
    departLater(machine);
  }

  private void after(double mean, Runnable action) {
    double seconds = Math.min(LONGEST_SECONDS, model.lifetime().seconds(mean, random));
    world
        .kernel()
        .after(
            Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)),
            () -> {
              if (!stopped) {
                action.run();
              }
            });
  }
}
