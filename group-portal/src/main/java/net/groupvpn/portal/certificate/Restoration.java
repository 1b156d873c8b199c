package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.util.List;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.policy.Policies;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes again what a database restored from a backup has forgotten: from the journal beside it,
 * and from lists that members hand in, which the group's CA has signed.
 */
public final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
  private static final Actor JOURNAL = new Actor("journal", "-");
  private final Database database;
  private final GroupStore groups;
  private final Authorities authorities;
  private final RevocationLists lists;
  private final Policies policies;
  private final RevocationJournal journal;
  private final Clock clock;
  private final AuditStore audit;
  private final CertificateStore certificates;
  private final LostRevocationStore lost;
  private final TokenStore tokens;

  /** What it uses. */
  public record Parts(
      Database database,
      GroupStore groups,
      Authorities authorities,
      RevocationLists lists,
      Policies policies,
      RevocationJournal journal,
      AuditStore audit) {}

  public Restoration(Parts parts, Clock clock) {
    this.database = parts.database();
    this.groups = parts.groups();
    this.authorities = parts.authorities();
    this.lists = parts.lists();
    this.policies = parts.policies();
    this.journal = parts.journal();
    this.audit = parts.audit();
    this.clock = clock;
    this.certificates = new CertificateStore(database);
    this.lost = new LostRevocationStore(database);
    this.tokens = new TokenStore(database);
  }

  /** Compares the database with the journal before anybody is served. */
  public void atStart() {
    for (var group : groups.ids()) {
      try {
        journal.list(authorities.of(group).groupId()).ifPresent(list -> takeOverKept(group, list));
      } catch (RuntimeException e) {
        LOG.error("the revocations of group {} cannot be compared with the journal", group, e);
      }
    }
    journal.departures().forEach(this::endAgain);
  }

  private void takeOverKept(long group, byte[] list) {
    try {
      takeOver(group, list, JOURNAL);
    } catch (IdentityException e) {
      LOG.error("the list of group {} beside the database is damaged: {}", group, e.getMessage());
    }
  }

  private void endAgain(RevocationJournal.Departure departure) {
    groups
        .findByGroupId(departure.groupId())
        .flatMap(group -> lost.memberBefore(group.id(), departure.account(), departure.time()))
        .ifPresent(member -> endAgain(member, departure));
  }

  private void endAgain(LostRevocationStore.Ended member, RevocationJournal.Departure departure) {
    var group = groups.findByGroupId(departure.groupId()).orElseThrow().id();
    try {
      database.change(
          () -> {
            end(group, member, MemberStatus.valueOf(departure.status()), JOURNAL);
            lists.revokeMember(group, member.membership());
          });
    } catch (RuntimeException e) {
      LOG.error("{} left group {} and cannot be revoked again", member.account(), group, e);
    }
  }

  /**
   * Imports a list of the group from any source.
   *
   * @return the group's newest list after that
   * @throws IdentityException if it is not signed by the group's CA
   */
  byte[] takeOver(long group, byte[] der, Actor from) throws IdentityException {
    var list = RevocationList.parse(der, authorities.of(group).ca());
    return database.transaction(() -> takeOver(group, list, from));
  }

  private byte[] takeOver(long group, RevocationList list, Actor from) {
    journal.noteNumber(authorities.of(group).groupId(), list.number());
    var own = certificates.lockedList(group);
    var known = lost.revokedSerials(group);
    var forgotten =
        ListEntries.of(list).stream()
            .filter(entry -> !known.contains(entry.serial()) && isListed(entry))
            .toList();
    forgotten.forEach(entry -> lost.revoke(group, entry, clock.instant()));
    endMembers(group, forgotten, from);
    if (forgotten.isEmpty() && own.isLaterThan(list)) {
      return lists.current(group);
    }
    LOG.warn(
        "group {}: the database has forgotten list {} and {} revocations in it, told by {}; they"
            + " are in force again",
        group,
        list.number(),
        forgotten.size(),
        from.name());
    return lists.reissue(group);
  }

  /** Older entries appear in no list any more, and nobody could use their certificates. */
  private boolean isListed(Revocation entry) {
    return entry.time().isAfter(clock.instant().minus(RevocationList.LISTED));
  }

  /**
   * A member that was revoked must not enrol another machine; a superseded key ends no membership.
   */
  private void endMembers(long group, List<Revocation> forgotten, Actor from) {
    for (var entry : forgotten) {
      if (entry.reason() != Revocation.Reason.SUPERSEDED) {
        lost.memberOf(group, entry.serial())
            .ifPresent(member -> end(group, member, MemberStatus.REVOKED, from));
      }
    }
  }

  private void end(long group, LostRevocationStore.Ended member, MemberStatus to, Actor from) {
    var now = clock.instant();
    lost.end(member, to, now);
    certificates.revokeMember(member.membership(), now);
    tokens.expire(member.membership(), now);
    policies.forget(group, member.membership());
    audit.add(from, AuditAction.REVOKED_AGAIN, group, member.account());
  }
}
