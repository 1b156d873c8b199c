package net.groupvpn.portal.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** A group's policy, with a form for each of its parts. */
public final class PolicyPage {
  private static final String TEMPLATE = "policy";

  /** What forms on the page may have been filled with. */
  private static final List<String> FIELDS =
      List.of(
          "gateway-member",
          "gateway-device",
          "subnet-member",
          "subnet-prefix",
          "reserved-member",
          "reserved-device",
          "reserved-address",
          "reserved-name");

  private final GroupAccess access;
  private final PolicyStore store;

  public PolicyPage(GroupAccess access, Database database) {
    this.access = access;
    this.store = new PolicyStore(database);
  }

  static String path(VpnGroup group) {
    return "/groups/" + group.id() + "/policy";
  }

  public void show(Visit visit) {
    visit.render(TEMPLATE, model(visit, access.administered(visit)));
  }

  /** Shows the page again with what was typed, and what is wrong with it. */
  void showProblem(Visit visit, VpnGroup group, String problem) {
    visit.renderProblem(TEMPLATE, problem, model(visit, group));
  }

  private Map<String, ?> model(Visit visit, VpnGroup group) {
    var typed = new LinkedHashMap<String, String>();
    FIELDS.forEach(field -> typed.put(field, visit.field(field)));
    var stored = store.stored(group.id());
    var model = new LinkedHashMap<String, @Nullable Object>();
    model.put("group", group);
    model.put("number", stored.number());
    model.put("madeAt", stored.madeAt());
    model.put("gateways", store.gateways(group.id()));
    model.put("subnets", store.subnets(group.id()));
    model.put("reservations", store.reservations(group.id()));
    model.put("members", store.members(group.id()));
    model.put("machines", store.machines(group.id()));
    model.put("typed", typed);
    return model;
  }
}
