package net.groupvpn.simulator.keepalive;

import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.Traffic;
import net.groupvpn.simulator.world.World;

/**
 * Gives every machine the same number of peers to talk to: those within half that number of places
 * on either side, on a ring of all machines in random order.
 */
final class ActivePeers {
  private final Traffic traffic;
  private final List<SimulatedMachine> ring;
  private int reach;

  ActivePeers(World world, Traffic traffic, SplittableRandom random) {
    this.traffic = traffic;
    SimulatedMachine[] shuffled = world.machines().toArray(SimulatedMachine[]::new);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      SimulatedMachine moved = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = moved;
    }
    this.ring = List.of(shuffled);
  }

  /**
   * Adds peers until each machine has that many; an even number, smaller than that of the machines.
   */
  void raiseTo(int active) {
    for (; reach < active / 2; reach++) {
      for (int i = 0; i < ring.size(); i++) {
        traffic.add(ring.get(i), ring.get((i + reach + 1) % ring.size()));
      }
    }
  }
}
