package net.groupvpn.portal.web;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.LOGIN_SESSION;

import java.time.Duration;
import java.time.Instant;
import net.groupvpn.portal.store.Database;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Login sessions by the hash of their ID. A session ends after its lifetime, or when left unused.
 */
final class SessionStore {
  static final Duration LIFE = Duration.ofHours(12);
  static final Duration IDLE_LIFE = Duration.ofHours(2);
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);
  private static final int MAX_PER_ACCOUNT = 20;
  private final DSLContext sql;

  SessionStore(Database database) {
    this.sql = database.sql();
  }

  /**
   * Starts a session. Drops the oldest ones of an account that has too many, and always expired
   * ones.
   */
  void add(String idHash, long account, Instant now) {
    sql.deleteFrom(LOGIN_SESSION).where(LOGIN_SESSION.EXPIRES_AT.le(now)).execute();
    var surplus =
        sql.select(LOGIN_SESSION.ID_HASH)
            .from(LOGIN_SESSION)
            .where(LOGIN_SESSION.ACCOUNT_ID.eq(account))
            .orderBy(LOGIN_SESSION.SEEN_AT.desc())
            .offset(MAX_PER_ACCOUNT - 1)
            .fetch(LOGIN_SESSION.ID_HASH);
    sql.deleteFrom(LOGIN_SESSION).where(LOGIN_SESSION.ID_HASH.in(surplus)).execute();
    sql.insertInto(LOGIN_SESSION)
        .set(LOGIN_SESSION.ID_HASH, idHash)
        .set(LOGIN_SESSION.ACCOUNT_ID, account)
        .set(LOGIN_SESSION.CREATED_AT, now)
        .set(LOGIN_SESSION.SEEN_AT, now)
        .set(LOGIN_SESSION.EXPIRES_AT, now.plus(LIFE))
        .execute();
  }

  /** The account of this session if it is still valid; marks it used. */
  @Nullable SignedIn find(String idHash, Instant now) {
    var found =
        sql.select(ACCOUNT.ID, ACCOUNT.NAME, ACCOUNT.OWNER)
            .from(LOGIN_SESSION)
            .join(ACCOUNT)
            .on(ACCOUNT.ID.eq(LOGIN_SESSION.ACCOUNT_ID))
            .where(LOGIN_SESSION.ID_HASH.eq(idHash))
            .and(LOGIN_SESSION.EXPIRES_AT.gt(now))
            .and(LOGIN_SESSION.SEEN_AT.gt(now.minus(IDLE_LIFE)))
            .fetchOne(row -> new SignedIn(row.value1(), row.value2(), row.value3()));
    if (found != null) {
      markSeen(idHash, now);
    }
    return found;
  }

  private void markSeen(String idHash, Instant now) {
    sql.update(LOGIN_SESSION)
        .set(LOGIN_SESSION.SEEN_AT, now)
        .where(LOGIN_SESSION.ID_HASH.eq(idHash))
        .and(LOGIN_SESSION.SEEN_AT.lt(now.minus(SEEN_STEP)))
        .execute();
  }

  /** Ends every session of an account and returns their number. */
  int removeAll(long account) {
    return sql.deleteFrom(LOGIN_SESSION).where(LOGIN_SESSION.ACCOUNT_ID.eq(account)).execute();
  }

  void remove(String idHash) {
    sql.deleteFrom(LOGIN_SESSION).where(LOGIN_SESSION.ID_HASH.eq(idHash)).execute();
  }
}
