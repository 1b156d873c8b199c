package net.groupvpn.simulator.dht;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.simulator.world.SimulatedMachine;

/** Several machines that claim one key, and which of them hold it. */
final class KeyDuel {
  private final NodeId key;
  private final List<Dht.Claim> claims = new ArrayList<>();

  KeyDuel(NodeId key) {
    this.key = key;
  }

  /** Makes the machine claim the key; a machine that loses does not try again. */
  void enter(SimulatedMachine machine) {
    machine.command(
        () -> claims.add(machine.node().dht().claim(key, new byte[0], Dht.ClaimListener.SILENT)));
  }

  int owners() {
    return (int) claims.stream().filter(Dht.Claim::isHeld).count();
  }
}
