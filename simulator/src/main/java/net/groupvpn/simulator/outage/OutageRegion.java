package net.groupvpn.simulator.outage;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/** Machines that are close to each other by latency, and the others. */
record OutageRegion(List<SimulatedMachine> inside, List<SimulatedMachine> outside) {
  /**
   * The share of all machines that is closest to {@code center}; the world's seeds stay outside.
   */
  static OutageRegion around(World world, SimulatedMachine center, double share) {
    int count = (int) Math.max(1, Math.round(share * world.machines().size()));
    List<SimulatedMachine> inside =
        world.machines().stream()
            .skip(World.SEEDS)
            .sorted(
                Comparator.comparingLong(
                        (SimulatedMachine machine) ->
                            world.network().roundTripNanos(center.host(), machine.host()))
                    .thenComparing(SimulatedMachine::number))
            .limit(count)
            .toList();
    List<SimulatedMachine> outside =
        world.machines().stream().filter(machine -> !inside.contains(machine)).toList();
    return new OutageRegion(inside, outside);
  }
}
