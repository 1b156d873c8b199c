package net.groupvpn.portal.membership;

import java.util.Map;
import net.groupvpn.portal.web.Visit;

/** The list of groups: those that the account is in, and those to which it can apply. */
public final class GroupsPage {
  private final MembershipStore store;

  public GroupsPage(MembershipStore store) {
    this.store = store;
  }

  public void show(Visit visit) {
    var groups = store.groupsFor(visit.account().id());
    visit.render(
        "groups",
        Map.of(
            "mine", groups.stream().filter(GroupLine::isMine).toList(),
            "others", groups.stream().filter(line -> !line.isMine()).toList()));
  }
}
