package net.groupvpn.portal.account;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;

import java.time.Instant;
import java.util.Optional;
import net.groupvpn.portal.store.Database;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Accounts by name. */
final class AccountStore {
  private final DSLContext sql;

  AccountStore(Database database) {
    this.sql = database.sql();
  }

  record Account(long id, String name, String passwordHash) {}

  Optional<Account> find(String name) {
    return sql.select(ACCOUNT.ID, ACCOUNT.NAME, ACCOUNT.PASSWORD_HASH)
        .from(ACCOUNT)
        .where(ACCOUNT.NAME.eq(name))
        .fetchOptional(row -> new Account(row.value1(), row.value2(), row.value3()));
  }

  void changePassword(long account, String passwordHash) {
    sql.update(ACCOUNT)
        .set(ACCOUNT.PASSWORD_HASH, passwordHash)
        .where(ACCOUNT.ID.eq(account))
        .execute();
  }

  boolean hasOwner() {
    return sql.fetchExists(ACCOUNT, ACCOUNT.OWNER.isTrue());
  }

  /** Adds an account and returns its row; empty if the name is taken. */
  Optional<Long> add(String name, String passwordHash, boolean owner, Instant now) {
    try {
      return sql.insertInto(ACCOUNT)
          .set(ACCOUNT.NAME, name)
          .set(ACCOUNT.PASSWORD_HASH, passwordHash)
          .set(ACCOUNT.OWNER, owner)
          .set(ACCOUNT.CREATED_AT, now)
          .returningResult(ACCOUNT.ID)
          .fetchOptional(ACCOUNT.ID);
    } catch (IntegrityConstraintViolationException e) {
      return Optional.empty();
    }
  }
}
