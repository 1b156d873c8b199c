package net.groupvpn.client.part;

import java.util.HashSet;
import java.util.Set;
import net.groupvpn.gateway.subnet.SubnetRights;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;
import net.groupvpn.overlay.policy.SubnetRight;

/** Which members may announce which networks, by the policy in force. Engine thread. */
final class SubnetMembers implements SubnetRights {
  private record Right(NodeId unit, AddressRange prefix) {}

  private final NewestPolicy newest;
  private GroupPolicy known = GroupPolicy.NONE;
  private Set<Right> rights = Set.of();

  SubnetMembers(NewestPolicy newest) {
    this.newest = newest;
  }

  @Override
  public boolean mayAnnounce(NodeId unit, AddressRange prefix) {
    GroupPolicy current = newest.current();
    if (!current.equals(known)) {
      known = current;
      rights = new HashSet<>();
      for (SubnetRight right : current.content().subnets()) {
        rights.add(new Right(Seat.unitOf(right.member()), right.prefix()));
      }
    }
    return rights.contains(new Right(unit, prefix));
  }
}
