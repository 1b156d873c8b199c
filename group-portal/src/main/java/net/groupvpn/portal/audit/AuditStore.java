package net.groupvpn.portal.audit;

import static net.groupvpn.portal.store.schema.Tables.AUDIT_ENTRY;
import static net.groupvpn.portal.store.schema.Tables.VPN_GROUP;

import java.time.Clock;
import java.util.List;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The audit log's rows. Entries are only ever added, in the transaction of the change that they
 * describe.
 */
public final class AuditStore {
  /** Entries on one page of the log. */
  public static final int PAGE_SIZE = 100;

  private static final int MAX_SUBJECT = 200;
  private final DSLContext sql;
  private final Clock clock;

  public AuditStore(Database database, Clock clock) {
    this.sql = database.sql();
    this.clock = clock;
  }

  /** Adds an entry. {@code group} is the group's row, or null if the action belongs to no group. */
  public void add(Actor actor, AuditAction action, @Nullable Long group, String subject) {
    sql.insertInto(AUDIT_ENTRY)
        .set(AUDIT_ENTRY.AT, clock.instant())
        .set(AUDIT_ENTRY.ACTOR, actor.name())
        .set(AUDIT_ENTRY.ADDRESS, actor.address())
        .set(AUDIT_ENTRY.ACTION, action.name())
        .set(AUDIT_ENTRY.VPN_GROUP_ID, group)
        .set(AUDIT_ENTRY.SUBJECT, shortened(subject))
        .execute();
  }

  /** The newest entries of one group before an entry's number, newest first. */
  public List<AuditEntry> ofGroup(long group, long below) {
    return entries(AUDIT_ENTRY.VPN_GROUP_ID.eq(group).and(AUDIT_ENTRY.ID.lt(below)));
  }

  /** The newest entries of the whole portal before an entry's number, newest first. */
  public List<AuditEntry> all(long below) {
    return entries(AUDIT_ENTRY.ID.lt(below));
  }

  private List<AuditEntry> entries(Condition condition) {
    return sql.select(
            AUDIT_ENTRY.ID,
            AUDIT_ENTRY.AT,
            AUDIT_ENTRY.ACTOR,
            AUDIT_ENTRY.ADDRESS,
            AUDIT_ENTRY.ACTION,
            DSL.coalesce(VPN_GROUP.NAME, ""),
            AUDIT_ENTRY.SUBJECT)
        .from(AUDIT_ENTRY)
        .leftJoin(VPN_GROUP)
        .on(VPN_GROUP.ID.eq(AUDIT_ENTRY.VPN_GROUP_ID))
        .where(condition)
        .orderBy(AUDIT_ENTRY.ID.desc())
        .limit(PAGE_SIZE)
        .fetch(
            row ->
                new AuditEntry(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    AuditAction.valueOf(row.value5()),
                    row.value6(),
                    row.value7()));
  }

  private static String shortened(String subject) {
    return subject.length() <= MAX_SUBJECT ? subject : subject.substring(0, MAX_SUBJECT);
  }
}
