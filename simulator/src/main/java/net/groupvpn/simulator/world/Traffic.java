package net.groupvpn.simulator.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of machines with data flowing between them, as far as the engine knows: its shell reports
 * every second which peers have traffic. The data itself is not simulated.
 */
public final class Traffic {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final World world;
  private final List<Pair> pairs = new ArrayList<>();

  /** The two ends of one flow. */
  public record Pair(SimulatedMachine one, SimulatedMachine other) {}

  /** No traffic yet. */
  public Traffic(World world) {
    this.world = world;
  }

  /** Starts traffic between these two from now on, whenever both are up. */
  public void add(SimulatedMachine one, SimulatedMachine other) {
    Pair pair = new Pair(one, other);
    pairs.add(pair);
    tell(pair);
    if (pairs.size() == 1) {
      world.kernel().after(PERIOD, this::tick);
    }
  }

  /** All pairs, in the order in which they were added. */
  public List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  private void tick() {
    pairs.forEach(Traffic::tell);
    world.kernel().after(PERIOD, this::tick);
  }

  private static void tell(Pair pair) {
    if (pair.one.isUp() && pair.other.isUp()) {
      pair.one.command(() -> pair.one.node().connect(pair.other.id()));
      pair.other.command(() -> pair.other.node().connect(pair.one.id()));
    }
  }
}
