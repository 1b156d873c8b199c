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

/** What is reserved for one machine, or for whichever of a member's comes first. */
public final class ReservationAction {
  private final GroupAccess access;
  private final PolicyStore store;
  private final Policies policies;
  private final PolicyPage page;
  private final AuditStore audit;

  public ReservationAction(
      GroupAccess access, Database database, Policies policies, PolicyPage page, AuditStore audit) {
    this.access = access;
    this.store = new PolicyStore(database);
    this.policies = policies;
    this.page = page;
    this.audit = audit;
  }

  public void add(Visit visit) {
    var group = access.administered(visit);
    var member = PolicyForm.member(visit, store, group, "reserved-member");
    var form = ReservationForm.read(visit);
    var problem = visit.problemOr(PolicyForm.memberProblem(member));
    if (problem == null) {
      problem = form.problem(group);
    }
    if (problem == null) {
      problem = problemBeside(group, member.orElseThrow(), form);
    }
    if (problem != null) {
      page.showProblem(visit, group, problem);
    } else {
      reserve(visit, group, member.orElseThrow(), form);
    }
  }

  /** What is wrong with it beside what is reserved already, or null. */
  private @Nullable String problemBeside(
      VpnGroup group, MemberChoice member, ReservationForm form) {
    if (store.hasReservation(member.id(), form.device())) {
      return "There is a reservation for %s already; remove it first."
          .formatted(PolicyForm.subject(member.name(), form.device()));
    }
    var ofAddress = store.ownerOfAddress(group.id(), form.address());
    if (ofAddress.isPresent()) {
      return "%s is reserved already, for %s.".formatted(form.address(), ofAddress.get());
    }
    return store
        .ownerOfName(group.id(), form.name())
        .map(owner -> "The name %s is reserved already, for %s.".formatted(form.name(), owner))
        .orElse(null);
  }

  private void reserve(Visit visit, VpnGroup group, MemberChoice member, ReservationForm form) {
    policies.change(
        group.id(),
        () -> {
          store.addReservation(
              group.id(), member.id(), form.device(), form.addressOrNull(), form.nameOrNull());
          var subject = form.subject(member.name());
          audit.add(visit.actor(), AuditAction.RESERVED, group.id(), subject);
        });
    visit.redirect(PolicyPage.path(group));
  }

  public void remove(Visit visit) {
    var group = access.administered(visit);
    var row = visit.number("row");
    var line =
        store.reservations(group.id()).stream()
            .filter(each -> each.id() == row)
            .findFirst()
            .orElseThrow(Refusal::notFound);
    policies.change(
        group.id(),
        () -> {
          if (!store.removeReservation(row)) {
            throw Refusal.conflict("Somebody has removed this already.");
          }
          var subject =
              ReservationForm.subject(line.member(), line.device(), line.address(), line.name());
          audit.add(visit.actor(), AuditAction.RESERVATION_ENDED, group.id(), subject);
        });
    visit.redirect(PolicyPage.path(group));
  }
}
