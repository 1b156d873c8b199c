package net.groupvpn.portal.certificate;

import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.NODE;
import static net.groupvpn.portal.store.schema.Tables.NODE_ENDPOINT;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Machines of members: their key and salt, and where they were last seen. */
final class NodeStore {
  private static final Duration SEED_LIFE = Duration.ofDays(3);
  private final DSLContext sql;

  NodeStore(Database database) {
    this.sql = database.sql();
  }

  /** A machine; {@code memberStatus} is its member's. */
  record Node(
      long id,
      long membership,
      long group,
      String nodeId,
      String salt,
      String name,
      MemberStatus memberStatus) {}

  Optional<Node> findByKey(long group, String spkiHash) {
    return find(MEMBERSHIP.VPN_GROUP_ID.eq(group).and(NODE.SPKI_HASH.eq(spkiHash)));
  }

  Optional<Node> findByNodeId(long group, String nodeId) {
    return find(MEMBERSHIP.VPN_GROUP_ID.eq(group).and(NODE.NODE_ID.eq(nodeId)));
  }

  private Optional<Node> find(Condition condition) {
    return sql.select(
            NODE.ID,
            NODE.MEMBERSHIP_ID,
            MEMBERSHIP.VPN_GROUP_ID,
            NODE.NODE_ID,
            NODE.SALT,
            NODE.NAME,
            MEMBERSHIP.STATUS)
        .from(NODE)
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(NODE.MEMBERSHIP_ID))
        .where(condition)
        .forUpdate()
        .of(MEMBERSHIP)
        .fetchOptional(
            row ->
                new Node(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    MemberStatus.valueOf(row.value7())));
  }

  int count(long membership) {
    return sql.fetchCount(NODE, NODE.MEMBERSHIP_ID.eq(membership));
  }

  long add(long membership, NodeKeys keys, String name, Instant now) {
    return sql.insertInto(NODE)
        .set(NODE.MEMBERSHIP_ID, membership)
        .set(NODE.NODE_ID, keys.nodeId())
        .set(NODE.SPKI_HASH, keys.spkiHash())
        .set(NODE.SALT, keys.salt())
        .set(NODE.NAME, name)
        .set(NODE.ENROLLED_AT, now)
        .set(NODE.LAST_SEEN_AT, now)
        .returningResult(NODE.ID)
        .fetchSingle(NODE.ID);
  }

  /** Changes a machine's key, ID and salt; false if its key is not {@code former}. */
  boolean changeKeys(long node, String formerSpkiHash, NodeKeys keys) {
    return sql.update(NODE)
            .set(NODE.NODE_ID, keys.nodeId())
            .set(NODE.SPKI_HASH, keys.spkiHash())
            .set(NODE.SALT, keys.salt())
            .where(NODE.ID.eq(node))
            .and(NODE.SPKI_HASH.eq(formerSpkiHash))
            .execute()
        == 1;
  }

  /** Records that a machine called, and where it can be reached now. */
  void seen(long node, List<String> endpoints, Instant now) {
    sql.update(NODE).set(NODE.LAST_SEEN_AT, now).where(NODE.ID.eq(node)).execute();
    sql.deleteFrom(NODE_ENDPOINT).where(NODE_ENDPOINT.NODE_ID.eq(node)).execute();
    for (var endpoint : endpoints) {
      sql.insertInto(NODE_ENDPOINT)
          .set(NODE_ENDPOINT.NODE_ID, node)
          .set(NODE_ENDPOINT.ENDPOINT, endpoint)
          .set(NODE_ENDPOINT.SEEN_AT, now)
          .execute();
    }
  }

  /** Endpoints of the other machines of approved members that called lately, latest first. */
  List<String> seeds(long group, long exceptNode, Instant now) {
    var latest = DSL.max(NODE_ENDPOINT.SEEN_AT);
    return sql.select(NODE_ENDPOINT.ENDPOINT, latest)
        .from(NODE_ENDPOINT)
        .join(NODE)
        .on(NODE.ID.eq(NODE_ENDPOINT.NODE_ID))
        .join(MEMBERSHIP)
        .on(MEMBERSHIP.ID.eq(NODE.MEMBERSHIP_ID))
        .where(MEMBERSHIP.VPN_GROUP_ID.eq(group))
        .and(MEMBERSHIP.STATUS.eq(MemberStatus.APPROVED.name()))
        .and(NODE.ID.ne(exceptNode))
        .and(NODE_ENDPOINT.SEEN_AT.gt(now.minus(SEED_LIFE)))
        .groupBy(NODE_ENDPOINT.ENDPOINT)
        .orderBy(latest.desc(), NODE_ENDPOINT.ENDPOINT)
        .limit(PortalApi.MAX_SEEDS)
        .fetch(NODE_ENDPOINT.ENDPOINT);
  }
}
