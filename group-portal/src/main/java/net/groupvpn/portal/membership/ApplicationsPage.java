package net.groupvpn.portal.membership;

import java.util.Map;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.web.Visit;

/** The approval queue. */
public final class ApplicationsPage {
  private final GroupAccess access;
  private final MembershipStore store;

  public ApplicationsPage(GroupAccess access, MembershipStore store) {
    this.access = access;
    this.store = store;
  }

  public void show(Visit visit) {
    var group = access.administered(visit);
    visit.render(
        "applications",
        Map.of(
            "group", group,
            "applications", store.applications(group.id()),
            "total", store.applicationCount(group.id())));
  }
}
