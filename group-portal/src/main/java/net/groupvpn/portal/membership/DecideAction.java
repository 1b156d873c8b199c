package net.groupvpn.portal.membership;

import java.time.Clock;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;

/** Approving or denying one application. */
public final class DecideAction {
  private final Database database;
  private final GroupAccess access;
  private final MembershipStore store;
  private final AuditStore audit;
  private final Clock clock;

  public DecideAction(
      Database database, GroupAccess access, MembershipStore store, AuditStore audit, Clock clock) {
    this.database = database;
    this.access = access;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  public void approve(Visit visit) {
    decide(visit, MemberStatus.APPROVED, AuditAction.APPROVED);
  }

  public void deny(Visit visit) {
    decide(visit, MemberStatus.DENIED, AuditAction.DENIED);
  }

  private void decide(Visit visit, MemberStatus status, AuditAction action) {
    var group = access.administered(visit);
    database.change(() -> store(visit, group, status, action));
    visit.redirect("/groups/" + group.id() + "/applications");
  }

  private void store(Visit visit, VpnGroup group, MemberStatus status, AuditAction action) {
    var applicant =
        store.ofRow(group.id(), visit.number("membership")).orElseThrow(Refusal::notFound);
    var changed =
        store.change(
            applicant.id(), MemberStatus.PENDING, status, visit.account().id(), clock.instant());
    if (!changed) {
      throw Refusal.conflict("Somebody has already decided about " + applicant.account() + ".");
    }
    audit.add(visit.actor(), action, group.id(), applicant.account());
  }
}
