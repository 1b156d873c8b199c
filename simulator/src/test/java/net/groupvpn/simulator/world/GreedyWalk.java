package net.groupvpn.simulator.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;

/**
 * The links at one moment, and greedy XOR walks over them: how many links a message needs if every
 * node passes it to the link closest to the destination. It sees only the topology, no message.
 */
public final class GreedyWalk {
  private final Map<NodeId, List<NodeId>> links = new HashMap<>();

  /** Copies the links. */
  public GreedyWalk(World world) {
    world.machines().forEach(machine -> links.put(machine.id(), List.copyOf(machine.links())));
  }

  /** Links from one node to another; fails if the walk ends elsewhere. */
  public int length(NodeId from, NodeId to) {
    NodeId at = from;
    int length = 0;
    while (!at.equals(to)) {
      NodeId next = links.getOrDefault(at, List.of()).stream().min(to.byDistance()).orElseThrow();
      if (to.byDistance().compare(next, at) >= 0) {
        throw new AssertionError("greedy walk from " + from + " to " + to + " ends at " + at);
      }
      at = next;
      length++;
    }
    return length;
  }
}
