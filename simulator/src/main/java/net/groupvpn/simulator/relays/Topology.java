package net.groupvpn.simulator.relays;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/** All links at one moment, by the numbers of the nodes. */
final class Topology {
  private final BitSet[] linked;

  private Topology(BitSet[] linked) {
    this.linked = linked;
  }

  static Topology of(World world) {
    Map<NodeId, Integer> numbers = new HashMap<>();
    world.machines().forEach(machine -> numbers.put(machine.id(), machine.number()));
    BitSet[] linked = new BitSet[world.machines().size()];
    Arrays.setAll(linked, node -> new BitSet());
    for (SimulatedMachine machine : world.machines()) {
      for (NodeId peer : machine.links()) {
        Integer number = numbers.get(peer);
        if (number != null) {
          linked[machine.number()].set(number);
          linked[number].set(machine.number());
        }
      }
    }
    return new Topology(linked);
  }

  int size() {
    return linked.length;
  }

  boolean isLinked(int one, int other) {
    return linked[one].get(other);
  }

  int[][] links() {
    return Arrays.stream(linked).map(links -> links.stream().toArray()).toArray(int[][]::new);
  }

  /** Mean number of links of a node. */
  double degree() {
    return Arrays.stream(linked).mapToInt(BitSet::cardinality).average().orElse(0);
  }
}
