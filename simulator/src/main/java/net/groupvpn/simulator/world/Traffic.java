package net.groupvpn.simulator.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of machines with data flowing between them, as far as the engine knows: its shell tells it
 * every second who talks with whom. The data itself is not simulated.
 */
public final class Traffic {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final World world;
  private final List<Pair> pairs = new ArrayList<>();
  private boolean running;

  /** The two ends of one flow. */
  public record Pair(Machine one, Machine other) {}

  /** No traffic yet. */
  public Traffic(World world) {
    this.world = world;
  }

  /** Lets these two talk from now on, whenever both are up. */
  public void add(Machine one, Machine other) {
    pairs.add(new Pair(one, other));
    if (!running) {
      running = true;
      tick();
    }
  }

  /** All pairs, in the order in which they were added. */
  public List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  private void tick() {
    for (Pair pair : pairs) {
      if (pair.one.isUp() && pair.other.isUp()) {
        pair.one.command(() -> pair.one.node().connect(pair.other.id()));
        pair.other.command(() -> pair.other.node().connect(pair.one.id()));
      }
    }
    world.kernel().after(PERIOD, this::tick);
  }
}
