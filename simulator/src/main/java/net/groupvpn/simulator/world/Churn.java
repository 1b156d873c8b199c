package net.groupvpn.simulator.world;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Has nodes go without a word and come back, each after times of its own. Some nodes may be spared:
 * a network whose seeds are all gone at once cannot be joined by anybody.
 */
public final class Churn {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double LONGEST_SECONDS = 1e7;

  private final World world;
  private final Lifetime lifetime;
  private final double upSeconds;
  private final double downSeconds;
  private final SplittableRandom random;
  private boolean stopped;
  private int departures;

  /** Means of the times up and down, in seconds. */
  public Churn(World world, Lifetime lifetime, double upSeconds, double downSeconds, long seed) {
    this.world = world;
    this.lifetime = lifetime;
    this.upSeconds = upSeconds;
    this.downSeconds = downSeconds;
    this.random = new SplittableRandom(seed);
  }

  /** Begins, with all nodes but the first few. */
  public void start(int spared) {
    world.machines().stream().skip(spared).forEach(this::departLater);
  }

  /** Lets all be as they are from now on. */
  public void stop() {
    stopped = true;
  }

  /** How many times a node has gone. */
  public int departures() {
    return departures;
  }

  private void departLater(Machine machine) {
    after(upSeconds, () -> depart(machine));
  }

  private void depart(Machine machine) {
    if (machine.isUp()) {
      departures++;
      machine.kill();
    }
    after(downSeconds, () -> comeBack(machine));
  }

  private void comeBack(Machine machine) {
    machine.start();
    departLater(machine);
  }

  private void after(double mean, Runnable action) {
    double seconds = Math.min(LONGEST_SECONDS, lifetime.seconds(mean, random));
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
