package net.groupvpn.portal.membership;

import java.util.Map;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;

/** Leaving a group: explains the consequences, then does it. */
public final class LeavePage {
  private final GroupAccess access;
  private final MembershipStore store;
  private final Departure departure;

  public LeavePage(GroupAccess access, MembershipStore store, Departure departure) {
    this.access = access;
    this.store = store;
    this.departure = departure;
  }

  public void show(Visit visit) {
    var group = access.any(visit);
    member(visit, group);
    visit.render("leave", Map.of("group", group));
  }

  public void send(Visit visit) {
    var group = access.any(visit);
    departure.end(visit, group, member(visit, group), MemberStatus.LEFT, AuditAction.LEFT);
    visit.redirect("/groups");
  }

  private Standing member(Visit visit, VpnGroup group) {
    var member =
        store
            .ofAccount(group.id(), visit.account().id())
            .filter(Standing::isMember)
            .orElseThrow(() -> Refusal.conflict("You are not a member of this group."));
    if (member.role() == MemberRole.ADMIN && store.administratorCount(group.id()) == 1) {
      throw Refusal.conflict("You are this group's only administrator, so you cannot leave it.");
    }
    return member;
  }
}
