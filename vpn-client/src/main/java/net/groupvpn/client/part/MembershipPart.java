package net.groupvpn.client.part;

import java.io.IOException;
import java.security.SecureRandom;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.device.LinuxBootClock;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.client.enrol.PortalException;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.tls.TlsSecurity;

/** This machine's identity in its group, the group's network, and the group's time. */
public final class MembershipPart implements Part {
  private final GroupMembership membership;
  private final GroupClock clock;
  private final TlsSecurity security;
  private final VirtualNetwork network;

  private MembershipPart(GroupMembership membership, GroupClock clock) {
    this.membership = membership;
    this.clock = clock;
    this.security =
        TlsSecurity.ofGroup(
            membership.trust(),
            membership.group().secret(),
            membership.key(),
            membership.certificate(),
            new SecureRandom());
    this.network =
        new VirtualNetwork(
            membership.group().groupId(),
            Ipv4Range.parse(membership.group().network().ipv4Range()));
  }

  /** Loads the stored state, or enrols. */
  public static MembershipPart establish(
      ClientContext context, StatePart state, KillSwitchPart killSwitch)
      throws ConfigException, PortalException, IOException {
    GroupClock clock = new GroupClock(new LinuxBootClock(), context.clock());
    return new MembershipPart(
        GroupMembership.establish(
            context.config(),
            state.store(),
            context.surroundings().ownEndpoint(),
            clock,
            context.machine().sockets(),
            killSwitch::isClosed),
        clock);
  }

  /** The content of the group file and the certificate. */
  public GroupMembership membership() {
    return membership;
  }

  GroupClock clock() {
    return clock;
  }

  TlsSecurity security() {
    return security;
  }

  /** The group's addresses. */
  public VirtualNetwork network() {
    return network;
  }

  /** The suffix of the group's names. */
  String suffix() {
    return membership.group().network().dnsSuffix();
  }

  @Override
  public String name() {
    return "membership";
  }

  @Override
  public void report(Status status) {
    status
        .fields()
        .put("group", membership.group().groupName())
        .put("group_id", membership.group().groupId())
        .put("policy", membership.policy().current().number());
  }
}
