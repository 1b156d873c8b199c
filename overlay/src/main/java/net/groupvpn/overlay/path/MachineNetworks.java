package net.groupvpn.overlay.path;

import java.util.List;
import java.util.Map;

/**
 * What the rules for endpoints must know of this machine.
 *
 * @param groups networks behind the devices of groups, this node's own group among them
 * @param otherVpns networks behind other virtual private networks, each with its device's name
 * @param isAlone whether the machine has no network but loopback, so that whoever is there at all
 *     is on this machine
 */
public record MachineNetworks(
    List<AddressRange> groups, Map<AddressRange, String> otherVpns, boolean isAlone) {
  /** Of a machine of which nothing is known yet. */
  public static final MachineNetworks UNKNOWN = new MachineNetworks(List.of(), Map.of(), false);

  public MachineNetworks {
    groups = List.copyOf(groups);
    otherVpns = Map.copyOf(otherVpns);
  }
}
