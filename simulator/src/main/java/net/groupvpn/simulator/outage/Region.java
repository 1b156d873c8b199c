package net.groupvpn.simulator.outage;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.simulator.world.Machine;
import net.groupvpn.simulator.world.World;

/** Machines that are close to each other by latency, and the others. */
record Region(List<Machine> inside, List<Machine> outside) {
  /**
   * The share of all machines that is closest to {@code center}; the world's seeds stay outside.
   */
  static Region around(World world, Machine center, double share) {
    int count = (int) Math.max(1, Math.round(share * world.machines().size()));
    List<Machine> inside =
        world.machines().stream()
            .skip(World.SEEDS)
            .sorted(
                Comparator.comparingLong(
                        (Machine machine) ->
                            world.network().roundTripNanos(center.host(), machine.host()))
                    .thenComparing(Machine::number))
            .limit(count)
            .toList();
    List<Machine> outside =
        world.machines().stream().filter(machine -> !inside.contains(machine)).toList();
    return new Region(inside, outside);
  }
}
