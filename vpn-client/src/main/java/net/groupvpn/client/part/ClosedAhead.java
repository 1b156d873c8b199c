package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import net.groupvpn.client.config.TunnelConfig;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.client.tunnel.InnerDevices;
import net.groupvpn.client.tunnel.RoutingModes;
import net.groupvpn.client.tunnel.TunnelPlan;

/**
 * Closes the machine for a network whose client does not run, if its user wants a full tunnel: when
 * the machine starts, before its network cards do.
 *
 * @param network the network's name, one DNS label
 * @param device name of its network card
 * @param config what its configuration file says
 */
public record ClosedAhead(String network, String device, TunnelConfig config) {
  private static final Path PROC = Path.of("/proc");

  /**
   * Does so; a kill switch that is there stays as it is, also one in a pause, which ends by itself.
   *
   * @return whether there was none
   * @throws IOException if it cannot be closed
   */
  public boolean close(StateStore store, Machine machine, MachineSetup setup) throws IOException {
    if (!store.isEnrolled() || !new ExitWish(store.exitNode()).load(config.exit()).isOn()) {
      return false;
    }
    SystemLook look = new SystemLook(machine.questions(), PROC);
    FullTunnel tunnel =
        new FullTunnel(
            network, setup, look, () -> InnerDevices.NONE, false, all -> {}, RoutingModes.ofMark());
    if (tunnel.isLeft()) {
      return false;
    }
    tunnel.close(TunnelPlan.closed(device, Set.of(), config.routing()));
    return true;
  }
}
