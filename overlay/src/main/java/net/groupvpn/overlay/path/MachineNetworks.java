package net.groupvpn.overlay.path;

import java.util.List;
import java.util.Map;

/**
 * What the rules for endpoints need to know of this machine.
 *
 * @param groups networks behind the devices of groups, this node's own group among them
 * @param otherVpns networks behind other virtual private networks, each with its device's name
 * @param isAlone whether the machine has only loopback, so that all reachable peers are on this
 *     machine
 */
public record MachineNetworks(
    List<AddressRange> groups, Map<AddressRange, String> otherVpns, boolean isAlone) {
  /** For a machine of which nothing is known yet. */
  public static final MachineNetworks UNKNOWN = new MachineNetworks(List.of(), Map.of(), false);

  public MachineNetworks {
    groups = List.copyOf(groups);
    otherVpns = Map.copyOf(otherVpns);
  }
}
