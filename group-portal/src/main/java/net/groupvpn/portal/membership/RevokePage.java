package net.groupvpn.portal.membership;

import java.time.Clock;
import java.util.Map;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;

/** Revoking a member: explains the consequences, then does it. */
public final class RevokePage {
  private final GroupAccess access;
  private final MembershipStore store;
  private final MemberListStore machines;
  private final Departure departure;
  private final Clock clock;

  public RevokePage(
      GroupAccess access,
      MembershipStore store,
      MemberListStore machines,
      Departure departure,
      Clock clock) {
    this.access = access;
    this.store = store;
    this.machines = machines;
    this.departure = departure;
    this.clock = clock;
  }

  public void show(Visit visit) {
    var group = access.administered(visit);
    var member = member(visit, group);
    visit.render(
        "revoke",
        Map.of(
            "group", group,
            "member", member,
            "nodes", machines.nodes(member.id(), clock.instant())));
  }

  public void send(Visit visit) {
    var group = access.administered(visit);
    departure.end(visit, group, member(visit, group), MemberStatus.REVOKED, AuditAction.REVOKED);
    visit.redirect("/groups/" + group.id() + "/members");
  }

  private Standing member(Visit visit, VpnGroup group) {
    var member = store.ofRow(group.id(), visit.number("membership")).orElseThrow(Refusal::notFound);
    if (member.account().equals(visit.account().name())) {
      throw Refusal.conflict("You cannot revoke yourself. Leave the group instead.");
    }
    if (member.role() == MemberRole.ADMIN && !visit.account().owner()) {
      throw Refusal.forbidden("Only the portal's owner may revoke an administrator.");
    }
    if (!member.isMember()) {
      throw Refusal.conflict(member.account() + " is no longer a member of this group.");
    }
    return member;
  }
}
