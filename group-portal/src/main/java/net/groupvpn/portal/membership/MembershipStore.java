package net.groupvpn.portal.membership;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.VPN_GROUP;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Memberships: accounts in groups. */
public final class MembershipStore {
  private static final int MAX_GROUPS = 1_000;
  private static final int MAX_APPLICATIONS = 500;
  private final DSLContext sql;

  public MembershipStore(Database database) {
    this.sql = database.sql();
  }

  /** All groups, with the account's relation to each. */
  List<GroupLine> groupsFor(long account) {
    var other = MEMBERSHIP.as("other");
    var waiting =
        DSL.selectCount()
            .from(other)
            .where(other.VPN_GROUP_ID.eq(VPN_GROUP.ID))
            .and(other.STATUS.eq(MemberStatus.PENDING.name()));
    return sql.select(
            VPN_GROUP.ID,
            VPN_GROUP.NAME,
            VPN_GROUP.DESCRIPTION,
            MEMBERSHIP.STATUS,
            MEMBERSHIP.ROLE,
            DSL.field(waiting))
        .from(VPN_GROUP)
        .leftJoin(MEMBERSHIP)
        .on(MEMBERSHIP.VPN_GROUP_ID.eq(VPN_GROUP.ID))
        .and(MEMBERSHIP.ACCOUNT_ID.eq(account))
        .orderBy(VPN_GROUP.NAME)
        .limit(MAX_GROUPS)
        .fetch(
            row ->
                new GroupLine(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4() == null ? null : MemberStatus.valueOf(row.value4()),
                    row.value5() == null ? null : MemberRole.valueOf(row.value5()),
                    row.value6()));
  }

  /** An account's standing in a group. */
  Optional<Standing> ofAccount(long group, long account) {
    return find(MEMBERSHIP.VPN_GROUP_ID.eq(group).and(MEMBERSHIP.ACCOUNT_ID.eq(account)));
  }

  /** A membership by its row, of this group only. */
  Optional<Standing> ofRow(long group, long membership) {
    return find(MEMBERSHIP.VPN_GROUP_ID.eq(group).and(MEMBERSHIP.ID.eq(membership)));
  }

  private Optional<Standing> find(Condition condition) {
    return sql.select(MEMBERSHIP.ID, ACCOUNT.NAME, MEMBERSHIP.ROLE, MEMBERSHIP.STATUS)
        .from(MEMBERSHIP)
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(condition)
        .fetchOptional(
            row ->
                new Standing(
                    row.value1(),
                    row.value2(),
                    MemberRole.valueOf(row.value3()),
                    MemberStatus.valueOf(row.value4())));
  }

  void addApplication(long group, long account, String reason, Instant now) {
    sql.insertInto(MEMBERSHIP)
        .set(MEMBERSHIP.VPN_GROUP_ID, group)
        .set(MEMBERSHIP.ACCOUNT_ID, account)
        .set(MEMBERSHIP.ROLE, MemberRole.MEMBER.name())
        .set(MEMBERSHIP.STATUS, MemberStatus.PENDING.name())
        .set(MEMBERSHIP.REASON, reason)
        .set(MEMBERSHIP.APPLIED_AT, now)
        .execute();
  }

  /** An account that was denied, left or was revoked applies again, as an ordinary member. */
  boolean applyAgain(Standing standing, String reason, Instant now) {
    return sql.update(MEMBERSHIP)
            .set(MEMBERSHIP.STATUS, MemberStatus.PENDING.name())
            .set(MEMBERSHIP.ROLE, MemberRole.MEMBER.name())
            .set(MEMBERSHIP.REASON, reason)
            .set(MEMBERSHIP.APPLIED_AT, now)
            .where(MEMBERSHIP.ID.eq(standing.id()))
            .and(MEMBERSHIP.STATUS.eq(standing.status().name()))
            .execute()
        == 1;
  }

  /** Changes one membership's status if it still is the one that the decider saw. */
  boolean change(long membership, MemberStatus from, MemberStatus to, long decider, Instant now) {
    return sql.update(MEMBERSHIP)
            .set(MEMBERSHIP.STATUS, to.name())
            .set(MEMBERSHIP.DECIDED_AT, now)
            .set(MEMBERSHIP.DECIDED_BY, decider)
            .where(MEMBERSHIP.ID.eq(membership))
            .and(MEMBERSHIP.STATUS.eq(from.name()))
            .execute()
        == 1;
  }

  /** Waiting applications, longest wait first. */
  List<Application> applications(long group) {
    return sql.select(MEMBERSHIP.ID, ACCOUNT.NAME, MEMBERSHIP.REASON, MEMBERSHIP.APPLIED_AT)
        .from(MEMBERSHIP)
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(MEMBERSHIP.VPN_GROUP_ID.eq(group))
        .and(MEMBERSHIP.STATUS.eq(MemberStatus.PENDING.name()))
        .orderBy(MEMBERSHIP.APPLIED_AT, MEMBERSHIP.ID)
        .limit(MAX_APPLICATIONS)
        .fetch(row -> new Application(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  int applicationCount(long group) {
    return sql.fetchCount(
        MEMBERSHIP,
        MEMBERSHIP.VPN_GROUP_ID.eq(group).and(MEMBERSHIP.STATUS.eq(MemberStatus.PENDING.name())));
  }

  int administratorCount(long group) {
    return sql.fetchCount(
        MEMBERSHIP,
        MEMBERSHIP
            .VPN_GROUP_ID
            .eq(group)
            .and(MEMBERSHIP.ROLE.eq(MemberRole.ADMIN.name()))
            .and(MEMBERSHIP.STATUS.eq(MemberStatus.APPROVED.name())));
  }
}
