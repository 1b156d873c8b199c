package net.groupvpn.dhcpdns.machine;

import java.util.function.Consumer;

/** Hears of the machines behind this member. Engine thread. */
public interface MachineListener {
  /**
   * An address, a name or a lease has changed.
   *
   * @param kept is told, on the engine thread and at once or later, whether what is known of all
   *     machines by now outlives this program
   */
  void onChange(Consumer<Boolean> kept);
}
