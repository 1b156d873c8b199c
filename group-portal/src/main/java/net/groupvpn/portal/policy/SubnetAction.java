package net.groupvpn.portal.policy;

import net.groupvpn.overlay.policy.GroupRanges;
import net.groupvpn.overlay.policy.SubnetRule;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.policy.PolicyLines.MemberChoice;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** Which subnets a member may announce. */
public final class SubnetAction {
  private final GroupAccess access;
  private final PolicyStore store;
  private final Policies policies;
  private final PolicyPage page;
  private final AuditStore audit;

  public SubnetAction(
      GroupAccess access, Database database, Policies policies, PolicyPage page, AuditStore audit) {
    this.access = access;
    this.store = new PolicyStore(database);
    this.policies = policies;
    this.page = page;
    this.audit = audit;
  }

  public void add(Visit visit) {
    var group = access.administered(visit);
    var member = PolicyForm.member(visit, store, group, "subnet-member");
    var problem = visit.problemOr(PolicyForm.memberProblem(member));
    if (problem == null) {
      problem = problem(visit.field("subnet-prefix"), group);
    }
    if (problem == null) {
      problem = problemOfTwo(member.orElseThrow(), canonical(visit));
    }
    if (problem != null) {
      page.showProblem(visit, group, problem);
    } else {
      allow(visit, group, member.orElseThrow(), canonical(visit));
    }
  }

  /** What is wrong with a subnet for this group, or null. */
  private static @Nullable String problem(String text, VpnGroup group) {
    var range = SubnetRule.parse(text);
    if (range == null) {
      return "A subnet must look like 192.168.7.0/24 or 2001:db8:7::/48.";
    }
    var problem = SubnetRule.problem(range);
    if (problem != null) {
      return problem;
    }
    var own = GroupRanges.overlapping(range, group.groupId(), group.ipv4Range());
    return own == null
        ? null
        : "%s overlaps with %s, the addresses of the group itself: its members could not reach each other any more."
            .formatted(SubnetRule.text(range), SubnetRule.text(own));
  }

  private @Nullable String problemOfTwo(MemberChoice member, String prefix) {
    return store.hasSubnet(member.id(), prefix)
        ? "%s may announce %s already.".formatted(member.name(), prefix)
        : null;
  }

  private static String canonical(Visit visit) {
    var range = SubnetRule.parse(visit.field("subnet-prefix"));
    if (range == null) {
      throw new IllegalStateException("this was looked at before");
    }
    return SubnetRule.text(range);
  }

  private void allow(Visit visit, VpnGroup group, MemberChoice member, String prefix) {
    policies.change(
        group.id(),
        () -> {
          store.addSubnet(member.id(), prefix);
          var subject = subject(member.name(), prefix);
          audit.add(visit.actor(), AuditAction.SUBNET_ALLOWED, group.id(), subject);
        });
    visit.redirect(PolicyPage.path(group));
  }

  public void remove(Visit visit) {
    var group = access.administered(visit);
    var row = visit.number("row");
    var line =
        store.subnets(group.id()).stream()
            .filter(each -> each.id() == row)
            .findFirst()
            .orElseThrow(Refusal::notFound);
    policies.change(
        group.id(),
        () -> {
          if (!store.removeSubnet(row)) {
            throw Refusal.conflict("Somebody has removed this already.");
          }
          var subject = subject(line.member(), line.prefix());
          audit.add(visit.actor(), AuditAction.SUBNET_FORBIDDEN, group.id(), subject);
        });
    visit.redirect(PolicyPage.path(group));
  }

  private static String subject(String member, String prefix) {
    return prefix + " behind " + member;
  }
}
