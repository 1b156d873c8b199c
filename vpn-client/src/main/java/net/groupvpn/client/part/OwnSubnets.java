package net.groupvpn.client.part;

import java.util.List;
import net.groupvpn.client.config.SubnetConfig;
import net.groupvpn.overlay.path.AddressRange;

/**
 * The networks behind this machine that the policy in force lets it announce. Thread-safe.
 *
 * @param config what this machine's owner wants
 * @param membership who this machine is
 */
record OwnSubnets(SubnetConfig config, MembershipPart membership) {
  /** As of now. */
  List<AddressRange> allowed() {
    return config.own().stream().filter(this::isAllowed).toList();
  }

  /** Those that it may not announce. */
  List<AddressRange> forbidden() {
    return config.own().stream().filter(prefix -> !isAllowed(prefix)).toList();
  }

  private boolean isAllowed(AddressRange prefix) {
    GroupMembership own = membership.membership();
    return own.policy().current().mayAnnounce(own.certificate().identity().member(), prefix);
  }
}
