package net.groupvpn.portal.certificate;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.CERTIFICATE;
import static net.groupvpn.portal.store.schema.Tables.LOST_REVOCATION;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.NODE;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Restores revocations that the database has forgotten. */
final class LostRevocationStore {
  private final DSLContext sql;

  LostRevocationStore(Database database) {
    this.sql = database.sql();
  }

  /** The serial numbers of all revoked certificates of the group. */
  Set<String> revokedSerials(long group) {
    var serials =
        new HashSet<>(
            sql.select(CERTIFICATE.SERIAL)
                .from(CERTIFICATE)
                .where(CERTIFICATE.VPN_GROUP_ID.eq(group))
                .and(CERTIFICATE.REVOKED_AT.isNotNull())
                .fetch(CERTIFICATE.SERIAL));
    serials.addAll(
        sql.select(LOST_REVOCATION.SERIAL)
            .from(LOST_REVOCATION)
            .where(LOST_REVOCATION.VPN_GROUP_ID.eq(group))
            .fetch(LOST_REVOCATION.SERIAL));
    return serials;
  }

  /** Revokes a certificate again, whether or not it is known. */
  void revoke(long group, Revocation lost, Instant now) {
    var since = lost.time().isAfter(now) ? now : lost.time();
    var isKnown =
        sql.update(CERTIFICATE)
                .set(CERTIFICATE.REVOKED_AT, since)
                .set(CERTIFICATE.REVOKED_REASON, lost.reason().name())
                .where(CERTIFICATE.VPN_GROUP_ID.eq(group))
                .and(CERTIFICATE.SERIAL.eq(lost.serial()))
                .execute()
            == 1;
    if (!isKnown) {
      sql.insertInto(LOST_REVOCATION)
          .set(LOST_REVOCATION.VPN_GROUP_ID, group)
          .set(LOST_REVOCATION.SERIAL, lost.serial())
          .set(LOST_REVOCATION.SPKI_HASH, lost.keyHash())
          .set(LOST_REVOCATION.REASON, lost.reason().name())
          .set(LOST_REVOCATION.REVOKED_AT, since)
          .execute();
    }
  }

  /** A membership in the database that had ended. */
  record Ended(long membership, String account) {}

  /** The member that the certificate belongs to, if any. */
  Optional<Ended> memberOf(long group, String serial) {
    var machines =
        sql.select(NODE.MEMBERSHIP_ID)
            .from(CERTIFICATE)
            .join(NODE)
            .on(NODE.ID.eq(CERTIFICATE.NODE_ID))
            .where(CERTIFICATE.VPN_GROUP_ID.eq(group))
            .and(CERTIFICATE.SERIAL.eq(serial));
    return member(MEMBERSHIP.ID.in(machines));
  }

  /** A member by its account, if the membership was decided before a time. */
  Optional<Ended> memberBefore(long group, String account, Instant time) {
    return member(
        MEMBERSHIP
            .VPN_GROUP_ID
            .eq(group)
            .and(ACCOUNT.NAME.eq(account))
            .and(MEMBERSHIP.DECIDED_AT.lt(time)));
  }

  private Optional<Ended> member(Condition condition) {
    return sql.select(MEMBERSHIP.ID, ACCOUNT.NAME)
        .from(MEMBERSHIP)
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(condition)
        .and(MEMBERSHIP.STATUS.eq(MemberStatus.APPROVED.name()))
        .fetchOptional(row -> new Ended(row.value1(), row.value2()));
  }

  void end(Ended member, MemberStatus status, Instant time) {
    sql.update(MEMBERSHIP)
        .set(MEMBERSHIP.STATUS, status.name())
        .set(MEMBERSHIP.DECIDED_AT, time)
        .where(MEMBERSHIP.ID.eq(member.membership()))
        .execute();
  }
}
