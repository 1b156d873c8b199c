package net.groupvpn.portal.membership;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.CERTIFICATE;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.NODE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.portal.group.MemberRole;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Members and their machines for the member list. */
public final class MemberListStore {
  private static final int MAX_ROWS = 2_000;

  /** When the last of a machine's certificates ends. */
  private static final Field<Instant> ENDS = DSL.max(CERTIFICATE.NOT_AFTER);

  private static final Field<Instant> REVOKED = DSL.max(CERTIFICATE.REVOKED_AT);

  private final DSLContext sql;

  public MemberListStore(Database database) {
    this.sql = database.sql();
  }

  /**
   * Members, and former ones whose machines had certificates, with their machines; the first of
   * {@link #count} if there are too many.
   */
  List<MemberLine> members(long group, Instant now) {
    return lines(ofGroup(group), now);
  }

  int count(long group) {
    return sql.fetchCount(MEMBERSHIP, ofGroup(group));
  }

  private static Condition ofGroup(long group) {
    return MEMBERSHIP
        .VPN_GROUP_ID
        .eq(group)
        .and(MEMBERSHIP.STATUS.in("APPROVED", "REVOKED", "LEFT"));
  }

  /** One membership's machines. */
  List<NodeLine> nodes(long membership, Instant now) {
    return lines(MEMBERSHIP.ID.eq(membership), now).stream()
        .flatMap(line -> line.nodes().stream())
        .toList();
  }

  private List<MemberLine> lines(Condition condition, Instant now) {
    Map<Long, MemberLine> members = new LinkedHashMap<>();
    for (var row : rows(condition)) {
      var member = members.computeIfAbsent(row.get(MEMBERSHIP.ID), id -> memberLine(row));
      if (row.get(NODE.NODE_ID) != null) {
        member.nodes().add(nodeLine(row, now));
      }
    }
    return List.copyOf(members.values());
  }

  /** One row per machine, or per member without machines; those of a member are adjacent. */
  private Iterable<? extends Record> rows(Condition condition) {
    return sql.select(
            MEMBERSHIP.ID,
            ACCOUNT.NAME,
            MEMBERSHIP.ROLE,
            MEMBERSHIP.STATUS,
            NODE.NAME,
            NODE.NODE_ID,
            NODE.LAST_SEEN_AT,
            ENDS,
            REVOKED)
        .from(MEMBERSHIP)
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .leftJoin(NODE)
        .on(NODE.MEMBERSHIP_ID.eq(MEMBERSHIP.ID))
        .leftJoin(CERTIFICATE)
        .on(CERTIFICATE.NODE_ID.eq(NODE.ID))
        .where(condition)
        .groupBy(
            MEMBERSHIP.ID,
            ACCOUNT.NAME,
            MEMBERSHIP.ROLE,
            MEMBERSHIP.STATUS,
            NODE.ID,
            NODE.NAME,
            NODE.NODE_ID,
            NODE.LAST_SEEN_AT)
        .orderBy(MEMBERSHIP.STATUS, ACCOUNT.NAME, NODE.NAME, NODE.ID)
        .limit(MAX_ROWS);
  }

  private static MemberLine memberLine(Record row) {
    return new MemberLine(
        row.get(MEMBERSHIP.ID),
        row.get(ACCOUNT.NAME),
        MemberRole.valueOf(row.get(MEMBERSHIP.ROLE)),
        MemberStatus.valueOf(row.get(MEMBERSHIP.STATUS)),
        new ArrayList<>());
  }

  private static NodeLine nodeLine(Record row, Instant now) {
    return new NodeLine(
        row.get(NODE.NAME),
        row.get(NODE.NODE_ID),
        row.get(NODE.LAST_SEEN_AT),
        row.get(ENDS),
        status(row.get(ENDS), row.get(REVOKED), now));
  }

  private static String status(Instant ends, @Nullable Instant revokedAt, Instant now) {
    if (revokedAt != null) {
      return "revoked";
    }
    return ends.isBefore(now) ? "certificate expired" : "active";
  }
}
