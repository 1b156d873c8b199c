package net.groupvpn.lab.fuzz;

import java.util.List;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.virtual.SimulatedHost;

/**
 * A machine and its nodes.
 *
 * @param nodes by realm: the group's own first, then the public one if there is one
 */
record FuzzMachine(SimulatedHost host, List<OverlayNode> nodes) {
  FuzzMachine {
    nodes = List.copyOf(nodes);
  }
}
