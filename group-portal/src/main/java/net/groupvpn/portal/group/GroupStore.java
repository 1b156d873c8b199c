package net.groupvpn.portal.group;

import static net.groupvpn.portal.store.schema.Tables.GROUP_POLICY;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.REVOCATION_LIST;
import static net.groupvpn.portal.store.schema.Tables.VPN_GROUP;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.groupvpn.portal.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Groups and their keys, and what an account may do in a group. */
public final class GroupStore {
  private final DSLContext sql;

  public GroupStore(Database database) {
    this.sql = database.sql();
  }

  /** Whether a group has this name, or one that looks like it. */
  public boolean nameIsTaken(String name) {
    return sql.fetchExists(VPN_GROUP, VPN_GROUP.NAME_KEY.eq(GroupName.key(name)));
  }

  /** Adds a group with its creator as its administrator; returns the group's row. */
  long add(GroupForm form, String groupId, GroupKeys keys, long creator, Instant now) {
    var id =
        sql.insertInto(VPN_GROUP)
            .set(VPN_GROUP.GROUP_ID, groupId)
            .set(VPN_GROUP.NAME, form.name())
            .set(VPN_GROUP.NAME_KEY, GroupName.key(form.name()))
            .set(VPN_GROUP.DESCRIPTION, form.description())
            .set(VPN_GROUP.IPV4_RANGE, form.ipv4Range())
            .set(VPN_GROUP.DNS_SUFFIX, form.dnsSuffix())
            .set(VPN_GROUP.SECRET, keys.secret())
            .set(VPN_GROUP.CA_CERTIFICATE, keys.caCertificate())
            .set(VPN_GROUP.CA_KEY, keys.caKey())
            .set(VPN_GROUP.CREATED_BY, creator)
            .set(VPN_GROUP.CREATED_AT, now)
            .returningResult(VPN_GROUP.ID)
            .fetchSingle(VPN_GROUP.ID);
    addAdministrator(id, creator, now);
    addEmptyRevocationList(id);
    addEmptyPolicy(id, now);
    return id;
  }

  /** The row that counts the group's revocation lists; none has been made yet. */
  private void addEmptyRevocationList(long group) {
    sql.insertInto(REVOCATION_LIST)
        .set(REVOCATION_LIST.VPN_GROUP_ID, group)
        .set(REVOCATION_LIST.NUMBER, 0L)
        .set(REVOCATION_LIST.THIS_UPDATE, Instant.EPOCH)
        .set(REVOCATION_LIST.CRL, "")
        .execute();
  }

  /** The row that counts the group's policies; none has been made yet. */
  private void addEmptyPolicy(long group, Instant now) {
    sql.insertInto(GROUP_POLICY)
        .set(GROUP_POLICY.VPN_GROUP_ID, group)
        .set(GROUP_POLICY.NUMBER, 0L)
        .set(GROUP_POLICY.MADE_AT, now)
        .set(GROUP_POLICY.POLICY, "")
        .execute();
  }

  private void addAdministrator(long group, long creator, Instant now) {
    sql.insertInto(MEMBERSHIP)
        .set(MEMBERSHIP.VPN_GROUP_ID, group)
        .set(MEMBERSHIP.ACCOUNT_ID, creator)
        .set(MEMBERSHIP.ROLE, MemberRole.ADMIN.name())
        .set(MEMBERSHIP.STATUS, MemberStatus.APPROVED.name())
        .set(MEMBERSHIP.REASON, "")
        .set(MEMBERSHIP.APPLIED_AT, now)
        .set(MEMBERSHIP.DECIDED_AT, now)
        .set(MEMBERSHIP.DECIDED_BY, creator)
        .execute();
  }

  public Optional<VpnGroup> find(long id) {
    return findWhere(VPN_GROUP.ID.eq(id));
  }

  public Optional<VpnGroup> findByGroupId(String groupId) {
    return findWhere(VPN_GROUP.GROUP_ID.eq(groupId));
  }

  private Optional<VpnGroup> findWhere(Condition condition) {
    return sql.select(
            VPN_GROUP.ID,
            VPN_GROUP.GROUP_ID,
            VPN_GROUP.NAME,
            VPN_GROUP.DESCRIPTION,
            VPN_GROUP.IPV4_RANGE,
            VPN_GROUP.DNS_SUFFIX)
        .from(VPN_GROUP)
        .where(condition)
        .fetchOptional(
            row ->
                new VpnGroup(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6()));
  }

  public List<Long> ids() {
    return sql.select(VPN_GROUP.ID).from(VPN_GROUP).orderBy(VPN_GROUP.ID).fetch(VPN_GROUP.ID);
  }

  /** The secrets of a group that exists. */
  public GroupKeys keys(long id) {
    return sql.select(VPN_GROUP.CA_CERTIFICATE, VPN_GROUP.CA_KEY, VPN_GROUP.SECRET)
        .from(VPN_GROUP)
        .where(VPN_GROUP.ID.eq(id))
        .fetchSingle(row -> new GroupKeys(row.value1(), row.value2(), row.value3()));
  }

  /** The role of an approved member; empty for everybody else. */
  Optional<MemberRole> roleOf(long account, long group) {
    return sql.select(MEMBERSHIP.ROLE)
        .from(MEMBERSHIP)
        .where(MEMBERSHIP.VPN_GROUP_ID.eq(group))
        .and(MEMBERSHIP.ACCOUNT_ID.eq(account))
        .and(MEMBERSHIP.STATUS.eq(MemberStatus.APPROVED.name()))
        .fetchOptional(MEMBERSHIP.ROLE)
        .map(MemberRole::valueOf);
  }
}
