package net.groupvpn.portal.certificate;

import static net.groupvpn.portal.store.schema.Tables.CERTIFICATE;
import static net.groupvpn.portal.store.schema.Tables.LOST_REVOCATION;
import static net.groupvpn.portal.store.schema.Tables.NODE;
import static net.groupvpn.portal.store.schema.Tables.REVOCATION_LIST;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.identity.Census;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.Revocation.Reason;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Issued certificates, which of them are revoked, and each group's newest revocation list. */
final class CertificateStore {
  /**
   * A certificate that expired longer ago is accepted by no member and not renewed by the portal.
   */
  private static final Duration LISTED_AFTER_EXPIRY = Duration.ofDays(120);

  /**
   * A machine needs two or three at a time, and a few more when answers get lost. Without a limit,
   * a member could get so many that its revocation leaves no room in the group's list for others.
   */
  static final int MAX_VALID_PER_NODE = 16;

  private static final String LISTED_AFTER = "listed_after";

  private final DSLContext sql;

  CertificateStore(Database database) {
    this.sql = database.sql();
  }

  /** Refuses a machine that already has too many certificates. */
  void checkHasRoom(long node, Instant now) {
    var valid = CERTIFICATE.NODE_ID.eq(node).and(CERTIFICATE.NOT_AFTER.gt(now));
    if (sql.fetchCount(CERTIFICATE, valid) >= MAX_VALID_PER_NODE) {
      throw ApiRefusal.refused(
          "too_many_certificates",
          "This machine has %d certificates that are still valid. Use the newest of them."
              .formatted(MAX_VALID_PER_NODE));
    }
  }

  void add(long group, long node, NodeCertificate certificate) {
    sql.insertInto(CERTIFICATE)
        .set(CERTIFICATE.VPN_GROUP_ID, group)
        .set(CERTIFICATE.NODE_ID, node)
        .set(CERTIFICATE.SERIAL, certificate.identity().serial())
        .set(CERTIFICATE.SPKI_HASH, certificate.identity().keyHash())
        .set(CERTIFICATE.NOT_BEFORE, Instant.ofEpochMilli(certificate.notBeforeMillis()))
        .set(CERTIFICATE.NOT_AFTER, certificate.notAfter())
        .execute();
  }

  /** Whether a certificate, or its key in any other certificate, was revoked in the group. */
  boolean isRevoked(long group, String spkiHash) {
    var known =
        CERTIFICATE
            .VPN_GROUP_ID
            .eq(group)
            .and(CERTIFICATE.SPKI_HASH.eq(spkiHash))
            .and(CERTIFICATE.REVOKED_AT.isNotNull());
    var lost = LOST_REVOCATION.VPN_GROUP_ID.eq(group).and(LOST_REVOCATION.SPKI_HASH.eq(spkiHash));
    return sql.fetchExists(CERTIFICATE, known) || sql.fetchExists(LOST_REVOCATION, lost);
  }

  /** Whether a certificate is listed because its machine has changed its key. */
  boolean isSuperseded(long group, String spkiHash) {
    return sql.fetchExists(
        CERTIFICATE,
        CERTIFICATE
            .VPN_GROUP_ID
            .eq(group)
            .and(CERTIFICATE.SPKI_HASH.eq(spkiHash))
            .and(CERTIFICATE.REVOKED_REASON.eq(Reason.SUPERSEDED.name())));
  }

  /** Refuses a revoked key: a new certificate for it would be worthless. */
  void checkIsNotRevoked(long group, String spkiHash) {
    if (isRevoked(group, spkiHash)) {
      throw ApiRefusal.refused(
          "key_revoked", "This machine's key was revoked. Remove its state, then enrol it again.");
    }
  }

  /** Revokes every certificate of a member's machines. */
  void revokeMember(long membership, Instant now) {
    sql.update(CERTIFICATE)
        .set(CERTIFICATE.REVOKED_AT, now)
        .set(CERTIFICATE.REVOKED_REASON, Reason.PRIVILEGE_WITHDRAWN.name())
        .where(CERTIFICATE.REVOKED_AT.isNull())
        .and(
            CERTIFICATE.NODE_ID.in(
                sql.select(NODE.ID).from(NODE).where(NODE.MEMBERSHIP_ID.eq(membership))))
        .execute();
  }

  /**
   * Revokes a machine's former key by one of its certificates. A line also names the key, so it
   * revokes all certificates of that key, and a member that changes keys does not fill the list.
   */
  void supersede(long group, String serial, Instant now) {
    sql.update(CERTIFICATE)
        .set(CERTIFICATE.REVOKED_AT, now)
        .set(CERTIFICATE.REVOKED_REASON, Reason.SUPERSEDED.name())
        .where(CERTIFICATE.VPN_GROUP_ID.eq(group))
        .and(CERTIFICATE.SERIAL.eq(serial))
        .execute();
  }

  /** How many former keys a machine has given up since that time. */
  int keyChanges(long node, Instant since) {
    return sql.select(DSL.countDistinct(CERTIFICATE.SPKI_HASH))
        .from(CERTIFICATE)
        .where(CERTIFICATE.NODE_ID.eq(node))
        .and(CERTIFICATE.REVOKED_REASON.eq(Reason.SUPERSEDED.name()))
        .and(CERTIFICATE.REVOKED_AT.gt(since))
        .fetchSingle(0, int.class);
  }

  /** How many members and nodes of the group have certificates that a list of now accepts. */
  Census census(long group, Instant now) {
    return sql.select(DSL.countDistinct(NODE.MEMBERSHIP_ID), DSL.countDistinct(NODE.ID))
        .from(CERTIFICATE)
        .join(NODE)
        .on(NODE.ID.eq(CERTIFICATE.NODE_ID))
        .where(CERTIFICATE.VPN_GROUP_ID.eq(group))
        .and(CERTIFICATE.REVOKED_AT.isNull())
        .and(CERTIFICATE.NOT_AFTER.gt(now.minus(GroupTrust.TOLERANCE)))
        .fetchSingle(row -> new Census(row.value1(), row.value2()));
  }

  /**
   * Refuses what a list has no room for.
   *
   * @throws Refusal if more is revoked in the group than its list can hold
   */
  void checkListHasRoom(long group, Instant now) {
    var count =
        sql.fetchCount(CERTIFICATE, isListed(group, now))
            + sql.fetchCount(LOST_REVOCATION, isLostAndListed(group, now));
    if (count > RevocationList.MAX_ENTRIES) {
      var next =
          sql.select(DSL.min(CERTIFICATE.NOT_AFTER))
              .from(CERTIFICATE)
              .where(isListed(group, now))
              .fetchSingle(0, Instant.class)
              .plus(LISTED_AFTER_EXPIRY);
      throw Refusal.conflict(
          ("A group's revocation list holds at most %,d certificates, and this would make it %,d,"
                  + " so nothing was changed. Room comes as old certificates leave the list, the next"
                  + " on %s. To shut somebody out before that, move the others to a new group.")
              .formatted(RevocationList.MAX_ENTRIES, count, next));
    }
  }

  private static Condition isListed(long group, Instant now) {
    return CERTIFICATE
        .VPN_GROUP_ID
        .eq(group)
        .and(CERTIFICATE.REVOKED_AT.isNotNull())
        .and(CERTIFICATE.NOT_AFTER.gt(now.minus(LISTED_AFTER_EXPIRY)));
  }

  private static Condition isLostAndListed(long group, Instant now) {
    return LOST_REVOCATION
        .VPN_GROUP_ID
        .eq(group)
        .and(LOST_REVOCATION.REVOKED_AT.gt(now.minus(RevocationList.LISTED)));
  }

  /**
   * The content of the group's next list; entries with the longest validity first, as far as there
   * is room.
   */
  List<Revocation> revoked(long group, Instant now) {
    var known =
        sql.select(
                CERTIFICATE.SERIAL,
                CERTIFICATE.SPKI_HASH,
                CERTIFICATE.REVOKED_AT,
                CERTIFICATE.REVOKED_REASON,
                CERTIFICATE.NOT_AFTER.as(LISTED_AFTER))
            .from(CERTIFICATE)
            .where(isListed(group, now));
    var lost =
        sql.select(
                LOST_REVOCATION.SERIAL,
                LOST_REVOCATION.SPKI_HASH,
                LOST_REVOCATION.REVOKED_AT,
                LOST_REVOCATION.REASON,
                LOST_REVOCATION.REVOKED_AT)
            .from(LOST_REVOCATION)
            .where(isLostAndListed(group, now));
    return known
        .unionAll(lost)
        .orderBy(DSL.field(DSL.name(LISTED_AFTER)).desc(), DSL.field(DSL.name("serial")))
        .limit(RevocationList.MAX_ENTRIES)
        .fetch(
            row ->
                new Revocation(
                    row.value1(), row.value2(), Reason.valueOf(row.value4()), row.value3()));
  }

  /** A stored list. */
  record StoredList(long number, Instant thisUpdate, byte[] encoded) {
    /** Whether it may have been made after another one; numbers alone do not show that. */
    boolean isLaterThan(RevocationList other) {
      return number > other.number() || Arrays.equals(encoded, other.encoded());
    }
  }

  /** The list, locked against changes until the transaction ends. */
  StoredList lockedList(long group) {
    sql.update(REVOCATION_LIST)
        .set(REVOCATION_LIST.NUMBER, REVOCATION_LIST.NUMBER)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .execute();
    return list(group);
  }

  /** The name of the newest list in HTTP. */
  ListTag tag(long group) {
    return sql.select(REVOCATION_LIST.NUMBER, REVOCATION_LIST.THIS_UPDATE)
        .from(REVOCATION_LIST)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .fetchSingle(row -> new ListTag(row.value1(), row.value2()));
  }

  /** Identifies the list without its content. */
  record ListTag(long number, Instant thisUpdate) {
    String text() {
      return PortalApi.listTag(number, thisUpdate.toEpochMilli());
    }
  }

  /** The group's size as stated by the newest list. */
  Census listedCensus(long group) {
    return sql.select(REVOCATION_LIST.MEMBERS, REVOCATION_LIST.NODES)
        .from(REVOCATION_LIST)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .fetchSingle(row -> new Census(row.value1(), row.value2()));
  }

  /** Until the transaction ends, no other machine gets a new key in the group. */
  void lockKeys(long group) {
    sql.select(REVOCATION_LIST.VPN_GROUP_ID)
        .from(REVOCATION_LIST)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .forUpdate()
        .fetchSingle();
  }

  StoredList list(long group) {
    return sql.select(REVOCATION_LIST.NUMBER, REVOCATION_LIST.THIS_UPDATE, REVOCATION_LIST.CRL)
        .from(REVOCATION_LIST)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .fetchSingle(
            row ->
                new StoredList(
                    row.value1(), row.value2(), Base64.getDecoder().decode(row.value3())));
  }

  /**
   * The next number, above all that were ever used. The row stays locked until the transaction
   * ends, so lists are made in sequence.
   *
   * @param used the highest number that may have been used, from elsewhere
   */
  long nextNumber(long group, long used) {
    sql.update(REVOCATION_LIST)
        .set(REVOCATION_LIST.NUMBER, DSL.greatest(REVOCATION_LIST.NUMBER, DSL.val(used)).plus(1))
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .execute();
    return sql.select(REVOCATION_LIST.NUMBER)
        .from(REVOCATION_LIST)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .fetchSingle(REVOCATION_LIST.NUMBER);
  }

  void putList(long group, Instant thisUpdate, Census census, byte[] encoded) {
    sql.update(REVOCATION_LIST)
        .set(REVOCATION_LIST.MEMBERS, census.members())
        .set(REVOCATION_LIST.NODES, census.nodes())
        .set(REVOCATION_LIST.THIS_UPDATE, thisUpdate)
        .set(REVOCATION_LIST.CRL, Base64.getEncoder().encodeToString(encoded))
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .execute();
  }
}
