package net.groupvpn.simulator.crawl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/** Which nodes have a wrong view of their siblings, observed from outside at one moment. */
record Truth(Set<NodeId> wrong, Set<NodeId> running) {
  /** Examines all running nodes, each of which should have that many siblings. */
  static Truth of(World world, int siblings) {
    List<NodeId> running = world.running().stream().map(SimulatedMachine::id).toList();
    Set<NodeId> wrong = new HashSet<>();
    for (SimulatedMachine machine : world.running()) {
      List<NodeId> closest =
          running.stream()
              .filter(id -> !id.equals(machine.id()))
              .sorted(machine.id().byDistance())
              .limit(siblings)
              .toList();
      if (!closest.equals(machine.node().status().siblings())) {
        wrong.add(machine.id());
      }
    }
    return new Truth(Set.copyOf(wrong), Set.copyOf(running));
  }
}
