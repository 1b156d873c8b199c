package net.groupvpn.portal.policy;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.GROUP_POLICY;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.NODE;
import static net.groupvpn.portal.store.schema.Tables.POLICY_GATEWAY;
import static net.groupvpn.portal.store.schema.Tables.POLICY_RESERVATION;
import static net.groupvpn.portal.store.schema.Tables.POLICY_SUBNET;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.policy.PolicyLines.GatewayLine;
import net.groupvpn.portal.policy.PolicyLines.MemberChoice;
import net.groupvpn.portal.policy.PolicyLines.ReservationLine;
import net.groupvpn.portal.policy.PolicyLines.SubnetLine;
import net.groupvpn.portal.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The rows of the groups' policies. Only approved members count. */
final class PolicyStore {
  private static final int MAX_CHOICES = 2_000;
  private final DSLContext sql;

  PolicyStore(Database database) {
    this.sql = database.sql();
  }

  /** The newest policy as it is kept; number 0 and no text before the first. */
  record StoredPolicy(long number, Instant madeAt, String base64) {}

  StoredPolicy stored(long group) {
    return sql.select(GROUP_POLICY.NUMBER, GROUP_POLICY.MADE_AT, GROUP_POLICY.POLICY)
        .from(GROUP_POLICY)
        .where(GROUP_POLICY.VPN_GROUP_ID.eq(group))
        .fetchSingle(row -> new StoredPolicy(row.value1(), row.value2(), row.value3()));
  }

  /** Members ask for it all the time, so the policy itself is not read. */
  long number(long group) {
    return sql.select(GROUP_POLICY.NUMBER)
        .from(GROUP_POLICY)
        .where(GROUP_POLICY.VPN_GROUP_ID.eq(group))
        .fetchSingle(GROUP_POLICY.NUMBER);
  }

  /** Until the transaction ends nobody else changes the group's policy. */
  void lock(long group) {
    sql.update(GROUP_POLICY)
        .set(GROUP_POLICY.NUMBER, GROUP_POLICY.NUMBER)
        .where(GROUP_POLICY.VPN_GROUP_ID.eq(group))
        .execute();
  }

  void put(long group, long number, Instant madeAt, String base64) {
    sql.update(GROUP_POLICY)
        .set(GROUP_POLICY.NUMBER, number)
        .set(GROUP_POLICY.MADE_AT, madeAt)
        .set(GROUP_POLICY.POLICY, base64)
        .where(GROUP_POLICY.VPN_GROUP_ID.eq(group))
        .execute();
  }

  List<GatewayLine> gateways(long group) {
    return sql.select(POLICY_GATEWAY.ID, ACCOUNT.NAME, POLICY_GATEWAY.DEVICE)
        .from(POLICY_GATEWAY)
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(POLICY_GATEWAY.MEMBERSHIP_ID))
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(isMemberOf(group))
        .orderBy(ACCOUNT.NAME, POLICY_GATEWAY.DEVICE)
        .fetch(row -> new GatewayLine(row.value1(), row.value2(), row.value3()));
  }

  List<SubnetLine> subnets(long group) {
    return sql.select(POLICY_SUBNET.ID, ACCOUNT.NAME, POLICY_SUBNET.PREFIX)
        .from(POLICY_SUBNET)
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(POLICY_SUBNET.MEMBERSHIP_ID))
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(isMemberOf(group))
        .orderBy(ACCOUNT.NAME, POLICY_SUBNET.PREFIX)
        .fetch(row -> new SubnetLine(row.value1(), row.value2(), row.value3()));
  }

  List<ReservationLine> reservations(long group) {
    return sql.select(
            POLICY_RESERVATION.ID,
            ACCOUNT.NAME,
            POLICY_RESERVATION.DEVICE,
            POLICY_RESERVATION.ADDRESS,
            POLICY_RESERVATION.NAME)
        .from(POLICY_RESERVATION)
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(POLICY_RESERVATION.MEMBERSHIP_ID))
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(isMemberOf(group))
        .orderBy(ACCOUNT.NAME, POLICY_RESERVATION.DEVICE)
        .fetch(
            row ->
                new ReservationLine(
                    row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  private static Condition isMemberOf(long group) {
    return MEMBERSHIP
        .VPN_GROUP_ID
        .eq(group)
        .and(MEMBERSHIP.STATUS.eq(MemberStatus.APPROVED.name()));
  }

  List<MemberChoice> members(long group) {
    return sql.select(MEMBERSHIP.ID, ACCOUNT.NAME)
        .from(MEMBERSHIP)
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(isMemberOf(group))
        .orderBy(ACCOUNT.NAME)
        .limit(MAX_CHOICES)
        .fetch(row -> new MemberChoice(row.value1(), row.value2()));
  }

  /** An approved member by its row. */
  Optional<MemberChoice> member(long group, long membership) {
    return find(group, MEMBERSHIP.ID.eq(membership));
  }

  /** An approved member by its account's name. */
  Optional<MemberChoice> member(long group, String account) {
    return find(group, ACCOUNT.NAME.eq(account));
  }

  private Optional<MemberChoice> find(long group, Condition condition) {
    return sql.select(MEMBERSHIP.ID, ACCOUNT.NAME)
        .from(MEMBERSHIP)
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(isMemberOf(group))
        .and(condition)
        .fetchOptional(row -> new MemberChoice(row.value1(), row.value2()));
  }

  /** The names of the group's machines, to choose from. */
  List<String> machines(long group) {
    return sql.selectDistinct(NODE.NAME)
        .from(NODE)
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(NODE.MEMBERSHIP_ID))
        .where(isMemberOf(group))
        .orderBy(NODE.NAME)
        .limit(MAX_CHOICES)
        .fetch(NODE.NAME);
  }

  boolean hasGateway(long membership, String device) {
    return sql.fetchExists(
        POLICY_GATEWAY,
        POLICY_GATEWAY.MEMBERSHIP_ID.eq(membership).and(POLICY_GATEWAY.DEVICE.eq(device)));
  }

  void addGateway(long membership, String device) {
    sql.insertInto(POLICY_GATEWAY)
        .set(POLICY_GATEWAY.MEMBERSHIP_ID, membership)
        .set(POLICY_GATEWAY.DEVICE, device)
        .execute();
  }

  boolean removeGateway(long row) {
    return sql.deleteFrom(POLICY_GATEWAY).where(POLICY_GATEWAY.ID.eq(row)).execute() == 1;
  }

  boolean hasSubnet(long membership, String prefix) {
    return sql.fetchExists(
        POLICY_SUBNET,
        POLICY_SUBNET.MEMBERSHIP_ID.eq(membership).and(POLICY_SUBNET.PREFIX.eq(prefix)));
  }

  void addSubnet(long membership, String prefix) {
    sql.insertInto(POLICY_SUBNET)
        .set(POLICY_SUBNET.MEMBERSHIP_ID, membership)
        .set(POLICY_SUBNET.PREFIX, prefix)
        .execute();
  }

  boolean removeSubnet(long row) {
    return sql.deleteFrom(POLICY_SUBNET).where(POLICY_SUBNET.ID.eq(row)).execute() == 1;
  }

  /** Whose an address is, if it is reserved; also of those who are no members any more. */
  Optional<String> ownerOfAddress(long group, String address) {
    return owner(group, POLICY_RESERVATION.ADDRESS, address);
  }

  /** Whose a name is, if it is reserved. */
  Optional<String> ownerOfName(long group, String name) {
    return owner(group, POLICY_RESERVATION.NAME, name);
  }

  private Optional<String> owner(long group, Field<String> field, String value) {
    return sql.select(ACCOUNT.NAME)
        .from(POLICY_RESERVATION)
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(POLICY_RESERVATION.MEMBERSHIP_ID))
        .join(ACCOUNT)
        .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
        .where(POLICY_RESERVATION.VPN_GROUP_ID.eq(group))
        .and(field.eq(value))
        .fetchOptional(ACCOUNT.NAME);
  }

  boolean hasReservation(long membership, String device) {
    return sql.fetchExists(
        POLICY_RESERVATION,
        POLICY_RESERVATION.MEMBERSHIP_ID.eq(membership).and(POLICY_RESERVATION.DEVICE.eq(device)));
  }

  void addReservation(
      long group, long membership, String device, @Nullable String address, @Nullable String name) {
    sql.insertInto(POLICY_RESERVATION)
        .set(POLICY_RESERVATION.VPN_GROUP_ID, group)
        .set(POLICY_RESERVATION.MEMBERSHIP_ID, membership)
        .set(POLICY_RESERVATION.DEVICE, device)
        .set(POLICY_RESERVATION.ADDRESS, address)
        .set(POLICY_RESERVATION.NAME, name)
        .execute();
  }

  boolean removeReservation(long row) {
    return sql.deleteFrom(POLICY_RESERVATION).where(POLICY_RESERVATION.ID.eq(row)).execute() == 1;
  }

  /** Takes everything from a member; tells whether there was anything. */
  boolean forget(long membership) {
    return sql.deleteFrom(POLICY_GATEWAY)
                .where(POLICY_GATEWAY.MEMBERSHIP_ID.eq(membership))
                .execute()
            + sql.deleteFrom(POLICY_SUBNET)
                .where(POLICY_SUBNET.MEMBERSHIP_ID.eq(membership))
                .execute()
            + sql.deleteFrom(POLICY_RESERVATION)
                .where(POLICY_RESERVATION.MEMBERSHIP_ID.eq(membership))
                .execute()
        > 0;
  }

  /** Takes everything from all members of a group. */
  void clear(long group) {
    var members =
        sql.select(MEMBERSHIP.ID).from(MEMBERSHIP).where(MEMBERSHIP.VPN_GROUP_ID.eq(group));
    sql.deleteFrom(POLICY_GATEWAY).where(POLICY_GATEWAY.MEMBERSHIP_ID.in(members)).execute();
    sql.deleteFrom(POLICY_SUBNET).where(POLICY_SUBNET.MEMBERSHIP_ID.in(members)).execute();
    sql.deleteFrom(POLICY_RESERVATION).where(POLICY_RESERVATION.VPN_GROUP_ID.eq(group)).execute();
  }
}
