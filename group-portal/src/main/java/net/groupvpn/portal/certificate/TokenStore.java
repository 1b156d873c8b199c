package net.groupvpn.portal.certificate;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.ENROLMENT_TOKEN;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;

import java.time.Instant;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Secrets;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Enrolment tokens by their hash. */
public final class TokenStore {
  private final DSLContext sql;

  public TokenStore(Database database) {
    this.sql = database.sql();
  }

  /** What a token permits. */
  record Grant(long membership, long group, String member) {}

  /** Adds a token for one membership. */
  public void add(long membership, String token, Instant now, Instant expires) {
    sql.insertInto(ENROLMENT_TOKEN)
        .set(ENROLMENT_TOKEN.MEMBERSHIP_ID, membership)
        .set(ENROLMENT_TOKEN.TOKEN_HASH, Secrets.hash(token))
        .set(ENROLMENT_TOKEN.CREATED_AT, now)
        .set(ENROLMENT_TOKEN.EXPIRES_AT, expires)
        .execute();
  }

  /** How many tokens of a membership could still be used. */
  public int unused(long membership, Instant now) {
    return sql.fetchCount(ENROLMENT_TOKEN, isUnused(membership, now));
  }

  /** Invalidates all tokens of a membership. */
  public void expire(long membership, Instant now) {
    sql.update(ENROLMENT_TOKEN)
        .set(ENROLMENT_TOKEN.EXPIRES_AT, now)
        .where(isUnused(membership, now))
        .execute();
  }

  private static Condition isUnused(long membership, Instant now) {
    return ENROLMENT_TOKEN
        .MEMBERSHIP_ID
        .eq(membership)
        .and(ENROLMENT_TOKEN.USED_AT.isNull())
        .and(ENROLMENT_TOKEN.EXPIRES_AT.gt(now));
  }

  /** Uses a token up. Of two simultaneous callers one gets the grant: the row changes only once. */
  Grant redeem(String token, Instant now) {
    var hash = Secrets.hash(token);
    var used =
        sql.update(ENROLMENT_TOKEN)
            .set(ENROLMENT_TOKEN.USED_AT, now)
            .where(ENROLMENT_TOKEN.TOKEN_HASH.eq(hash))
            .and(ENROLMENT_TOKEN.USED_AT.isNull())
            .and(ENROLMENT_TOKEN.EXPIRES_AT.gt(now))
            .execute();
    if (used == 0) {
      throw whyNot(hash);
    }
    return grant(hash);
  }

  private Grant grant(String hash) {
    var row =
        sql.select(MEMBERSHIP.ID, MEMBERSHIP.VPN_GROUP_ID, ACCOUNT.NAME, MEMBERSHIP.STATUS)
            .from(ENROLMENT_TOKEN)
            .join(MEMBERSHIP)
            .on(MEMBERSHIP.ID.eq(ENROLMENT_TOKEN.MEMBERSHIP_ID))
            .join(ACCOUNT)
            .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
            .where(ENROLMENT_TOKEN.TOKEN_HASH.eq(hash))
            .forUpdate()
            .of(MEMBERSHIP)
            .fetchSingle();
    if (!row.value4().equals(MemberStatus.APPROVED.name())) {
      throw ApiRefusal.refused(
          "not_a_member",
          "The member of this group file is no longer in the group. Ask the group's administrator.");
    }
    return new Grant(row.value1(), row.value2(), row.value3());
  }

  private ApiRefusal whyNot(String hash) {
    var row =
        sql.select(ENROLMENT_TOKEN.USED_AT, ENROLMENT_TOKEN.EXPIRES_AT)
            .from(ENROLMENT_TOKEN)
            .where(ENROLMENT_TOKEN.TOKEN_HASH.eq(hash))
            .fetchOptional();
    if (row.isEmpty()) {
      return ApiRefusal.refused(
          "token_unknown",
          "This portal did not issue the token of this group file. Download the file again.");
    }
    return row.get().value1() != null
        ? ApiRefusal.refused(
            "token_used",
            "This group file was used already, and works once. Download another one for this machine.")
        : ApiRefusal.refused(
            "token_expired",
            "This group file expired at %s. Download another one.".formatted(row.get().value2()));
  }
}
