package net.groupvpn.portal.certificate;

import static net.groupvpn.portal.store.schema.Tables.CERTIFICATE;
import static net.groupvpn.portal.store.schema.Tables.NODE;
import static net.groupvpn.portal.store.schema.Tables.REVOCATION_LIST;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.portal.store.Database;
import org.jooq.DSLContext;

/** Issued certificates, which of them are revoked, and each group's newest revocation list. */
final class CertificateStore {
  /** No member accepts, and the portal does not renew, a certificate that expired so long ago. */
  private static final Duration LISTED_AFTER_EXPIRY = Duration.ofDays(120);

  /**
   * A machine needs two or three at a time, and a few more when answers get lost. Without a limit a
   * member could get so many that, once it is revoked, the group's list has no room for others.
   */
  static final int MAX_VALID_PER_NODE = 16;

  private final DSLContext sql;

  CertificateStore(Database database) {
    this.sql = database.sql();
  }

  /** Refuses a machine that has too many certificates already. */
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

  /** Whether a certificate, or its key by any other certificate, was revoked in the group. */
  boolean isRevoked(long group, String spkiHash) {
    return sql.fetchExists(
        CERTIFICATE,
        CERTIFICATE
            .VPN_GROUP_ID
            .eq(group)
            .and(CERTIFICATE.SPKI_HASH.eq(spkiHash))
            .and(CERTIFICATE.REVOKED_AT.isNotNull()));
  }

  /** Refuses a key that was revoked: its new certificate would be worth nothing. */
  void checkIsNotRevoked(long group, String spkiHash) {
    if (isRevoked(group, spkiHash)) {
      throw ApiRefusal.refused(
          "key_revoked", "This machine's key was revoked. Remove its state, then enrol it anew.");
    }
  }

  /** Revokes every certificate of a member's machines. */
  void revokeMember(long membership, Instant now) {
    sql.update(CERTIFICATE)
        .set(CERTIFICATE.REVOKED_AT, now)
        .where(CERTIFICATE.REVOKED_AT.isNull())
        .and(
            CERTIFICATE.NODE_ID.in(
                sql.select(NODE.ID).from(NODE).where(NODE.MEMBERSHIP_ID.eq(membership))))
        .execute();
  }

  /** What the next list of the group says; the longest valid first, as far as a list has room. */
  List<Revocation> revoked(long group, Instant now) {
    return sql.select(CERTIFICATE.SERIAL, CERTIFICATE.SPKI_HASH, CERTIFICATE.REVOKED_AT)
        .from(CERTIFICATE)
        .where(CERTIFICATE.VPN_GROUP_ID.eq(group))
        .and(CERTIFICATE.REVOKED_AT.isNotNull())
        .and(CERTIFICATE.NOT_AFTER.gt(now.minus(LISTED_AFTER_EXPIRY)))
        .orderBy(CERTIFICATE.NOT_AFTER.desc(), CERTIFICATE.SERIAL)
        .limit(RevocationList.MAX_ENTRIES)
        .fetch(
            row ->
                new Revocation(
                    row.value1(),
                    row.value2(),
                    Revocation.Reason.PRIVILEGE_WITHDRAWN,
                    row.value3()));
  }

  /** A list as it is kept. */
  record StoredList(long number, Instant thisUpdate, byte[] encoded) {}

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
   * The next number; the row stays locked until the transaction ends, so lists follow each other.
   */
  long nextNumber(long group) {
    sql.update(REVOCATION_LIST)
        .set(REVOCATION_LIST.NUMBER, REVOCATION_LIST.NUMBER.plus(1))
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .execute();
    return sql.select(REVOCATION_LIST.NUMBER)
        .from(REVOCATION_LIST)
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .fetchSingle(REVOCATION_LIST.NUMBER);
  }

  void putList(long group, Instant thisUpdate, byte[] encoded) {
    sql.update(REVOCATION_LIST)
        .set(REVOCATION_LIST.THIS_UPDATE, thisUpdate)
        .set(REVOCATION_LIST.CRL, Base64.getEncoder().encodeToString(encoded))
        .where(REVOCATION_LIST.VPN_GROUP_ID.eq(group))
        .execute();
  }
}
