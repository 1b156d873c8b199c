package net.groupvpn.gateway.subnet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** With which of the machines that announce a network a member wants a session. Pure. */
final class SubnetTries {
  /**
   * Most machines that are tried at a time for one network: those of {@link
   * SubnetClient#MAX_ACCEPTED} networks leave other traffic its places in the overlay.
   */
  static final int MAX_TRIED = 3;

  private SubnetTries() {}

  /** Whom to try while there is a session with none; others at each {@code turn}. */
  static List<NodeId> tried(List<NodeId> by, int turn) {
    List<NodeId> tried = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_TRIED, by.size()); i++) {
      tried.add(by.get(Math.floorMod(turn * MAX_TRIED + i, by.size())));
    }
    return tried;
  }

  /**
   * Who is to take over from {@code via}: one with a session, else another one at each {@code
   * turn}. Null if nobody else announces the network.
   */
  static @Nullable NodeId standby(
      List<NodeId> by, NodeId via, Predicate<NodeId> hasSession, int turn) {
    List<NodeId> others = by.stream().filter(each -> !each.equals(via)).toList();
    if (others.isEmpty()) {
      return null;
    }
    NodeId next = others.get(Math.floorMod(turn, others.size()));
    return others.stream().filter(hasSession).findFirst().orElse(next);
  }
}
