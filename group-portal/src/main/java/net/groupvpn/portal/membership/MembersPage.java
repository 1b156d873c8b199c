package net.groupvpn.portal.membership;

import java.time.Clock;
import java.util.Map;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.web.Visit;

/** The members of a group and their machines. */
public final class MembersPage {
  private final GroupAccess access;
  private final MemberListStore store;
  private final Clock clock;

  public MembersPage(GroupAccess access, MemberListStore store, Clock clock) {
    this.access = access;
    this.store = store;
    this.clock = clock;
  }

  public void show(Visit visit) {
    var group = access.joined(visit);
    visit.render(
        "members",
        Map.of(
            "group", group,
            "members", store.members(group.id(), clock.instant()),
            "total", store.count(group.id()),
            "administrator", access.isAdministrator(visit, group)));
  }
}
