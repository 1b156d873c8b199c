package net.groupvpn.portal.group;

import java.util.Optional;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;

/** Who may see what, and do what, with the group in a page's path ({@code {group}}). */
public final class GroupAccess {
  private final GroupStore store;

  public GroupAccess(GroupStore store) {
    this.store = store;
  }

  /** For logged-in accounts. */
  public VpnGroup any(Visit visit) {
    visit.account();
    return store.find(visit.number("group")).orElseThrow(Refusal::notFound);
  }

  /** For members of the group, and the portal's owner. */
  public VpnGroup joined(Visit visit) {
    var group = any(visit);
    if (!visit.account().owner() && store.roleOf(visit.account().id(), group.id()).isEmpty()) {
      throw Refusal.forbidden("Only members of this group may see this.");
    }
    return group;
  }

  /** For administrators of the group, and the portal's owner. */
  public VpnGroup administered(Visit visit) {
    var group = any(visit);
    if (!isAdministrator(visit, group)) {
      throw Refusal.forbidden("Only an administrator of this group may do this.");
    }
    return group;
  }

  public boolean isAdministrator(Visit visit, VpnGroup group) {
    return visit.account().owner()
        || store.roleOf(visit.account().id(), group.id()).equals(Optional.of(MemberRole.ADMIN));
  }
}
