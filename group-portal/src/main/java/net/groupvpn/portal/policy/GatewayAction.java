package net.groupvpn.portal.policy;

import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.policy.PolicyLines.MemberChoice;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** Who may be a gateway. */
public final class GatewayAction {
  private final GroupAccess access;
  private final PolicyStore store;
  private final Policies policies;
  private final PolicyPage page;
  private final AuditStore audit;

  public GatewayAction(
      GroupAccess access, Database database, Policies policies, PolicyPage page, AuditStore audit) {
    this.access = access;
    this.store = new PolicyStore(database);
    this.policies = policies;
    this.page = page;
    this.audit = audit;
  }

  public void add(Visit visit) {
    var group = access.administered(visit);
    var member = PolicyForm.member(visit, store, group, "gateway-member");
    var device = PolicyForm.name(visit, "gateway-device");
    var problem = visit.problemOr(PolicyForm.memberProblem(member));
    if (problem == null) {
      problem = PolicyForm.deviceProblem(device);
    }
    if (problem == null) {
      problem = problem(member.orElseThrow(), device);
    }
    if (problem != null) {
      page.showProblem(visit, group, problem);
    } else {
      allow(visit, group, member.orElseThrow(), device);
    }
  }

  private @Nullable String problem(MemberChoice member, String device) {
    return store.hasGateway(member.id(), device)
        ? "%s may be a gateway already.".formatted(PolicyForm.subject(member.name(), device))
        : null;
  }

  private void allow(Visit visit, VpnGroup group, MemberChoice member, String device) {
    policies.change(
        group.id(),
        () -> {
          store.addGateway(member.id(), device);
          var subject = PolicyForm.subject(member.name(), device);
          audit.add(visit.actor(), AuditAction.GATEWAY_ALLOWED, group.id(), subject);
        });
    visit.redirect(PolicyPage.path(group));
  }

  public void remove(Visit visit) {
    var group = access.administered(visit);
    var row = visit.number("row");
    var line =
        store.gateways(group.id()).stream()
            .filter(each -> each.id() == row)
            .findFirst()
            .orElseThrow(Refusal::notFound);
    policies.change(
        group.id(),
        () -> {
          if (!store.removeGateway(row)) {
            throw Refusal.conflict("Somebody has removed this already.");
          }
          var subject = PolicyForm.subject(line.member(), line.device());
          audit.add(visit.actor(), AuditAction.GATEWAY_FORBIDDEN, group.id(), subject);
        });
    visit.redirect(PolicyPage.path(group));
  }
}
