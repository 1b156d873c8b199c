package net.groupvpn.portal.membership;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** One group: its description, the account's membership, and the possible next steps. */
public final class GroupPage {
  private static final String TEMPLATE = "group";
  private final GroupAccess access;
  private final MembershipStore store;
  private final MemberListStore members;
  private final Clock clock;

  public GroupPage(
      GroupAccess access, MembershipStore store, MemberListStore members, Clock clock) {
    this.access = access;
    this.store = store;
    this.members = members;
    this.clock = clock;
  }

  public void show(Visit visit) {
    visit.render(TEMPLATE, model(visit, access.any(visit), ""));
  }

  /** Shows the group again with the problem of the application. */
  void showProblem(Visit visit, VpnGroup group, String problem, String reason) {
    visit.renderProblem(TEMPLATE, problem, model(visit, group, reason));
  }

  private Map<String, ?> model(Visit visit, VpnGroup group, String reason) {
    Optional<Standing> standing = store.ofAccount(group.id(), visit.account().id());
    var model = new LinkedHashMap<String, @Nullable Object>();
    model.put("group", group);
    model.put("standing", standing.orElse(null));
    model.put("member", standing.isPresent() && standing.get().isMember());
    model.put("mayApply", standing.isEmpty() || standing.get().mayApply());
    model.put("administrator", access.isAdministrator(visit, group));
    model.put("waiting", store.applicationCount(group.id()));
    model.put(
        "nodes",
        standing.isPresent() ? members.nodes(standing.get().id(), clock.instant()) : List.of());
    model.put("reason", reason);
    return model;
  }
}
