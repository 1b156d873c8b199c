package net.groupvpn.lab.overheads;

import java.util.List;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.overheads.OverheadRow.Cost;
import net.groupvpn.lab.vpn.Underlay;
import net.groupvpn.lab.vpn.VpnSystem;

/**
 * One system with a number of members. If it has a server, that is node 0, and the members are the
 * nodes after it.
 */
record GroupSetup(VpnSystem system, boolean hasServer, int members) {
  Underlay underlay(Testbed bed) {
    return Underlay.star(bed, hasServer ? members : members - 1);
  }

  /** The node of a member. */
  int node(int member) {
    return hasServer ? member + 1 : member;
  }

  /** Assigns the costs of all nodes to server and members. */
  OverheadRow row(int active, List<Cost> costs) {
    List<Cost> others = costs.subList(node(1), costs.size());
    return new OverheadRow(
        system.name(),
        members,
        active,
        costs.get(node(0)),
        Cost.summary(others),
        hasServer ? costs.get(0) : null);
  }
}
