package net.groupvpn.portal.membership;

import java.time.Clock;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.certificate.RevocationJournal;
import net.groupvpn.portal.certificate.RevocationLists;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.policy.Policies;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;

/** The end of a membership, voluntary or not: its machines' certificates are revoked. */
public final class Departure {
  private final Database database;
  private final MembershipStore store;
  private final RevocationLists lists;
  private final Policies policies;
  private final RevocationJournal journal;
  private final AuditStore audit;
  private final Clock clock;

  public Departure(
      Database database,
      MembershipStore store,
      RevocationLists lists,
      Policies policies,
      RevocationJournal journal,
      AuditStore audit,
      Clock clock) {
    this.database = database;
    this.store = store;
    this.lists = lists;
    this.policies = policies;
    this.journal = journal;
    this.audit = audit;
    this.clock = clock;
  }

  void end(Visit visit, VpnGroup group, Standing member, MemberStatus status, AuditAction action) {
    var now = clock.instant();
    database.change(
        () -> {
          var decider = visit.account().id();
          if (!store.change(member.id(), MemberStatus.APPROVED, status, decider, now)) {
            throw Refusal.conflict(member.account() + " is no longer a member of this group.");
          }
          lists.revokeMember(group.id(), member.id());
          policies.forget(group.id(), member.id());
          audit.add(visit.actor(), action, group.id(), member.account());
        });
    journal.departed(group.groupId(), member.account(), status.name(), now);
  }
}
