package net.groupvpn.client.part;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.policy.GatewayRight;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;

/**
 * Which members' machines may be gateways, by the policy in force. A member is known by the hash of
 * its name, as records tell it. A policy that names a machine allows the whole member here: what a
 * machine calls itself proves nothing. Engine thread.
 */
final class GatewayMembers implements Predicate<NodeId> {
  private final NewestPolicy newest;
  private GroupPolicy known = GroupPolicy.NONE;
  private Set<NodeId> units = Set.of();

  GatewayMembers(NewestPolicy newest) {
    this.newest = newest;
  }

  @Override
  public boolean test(NodeId unit) {
    GroupPolicy current = newest.current();
    if (!current.equals(known)) {
      known = current;
      units =
          current.content().gateways().stream()
              .map(GatewayRight::member)
              .map(Seat::unitOf)
              .collect(Collectors.toSet());
    }
    return units.contains(unit);
  }
}
