package net.groupvpn.portal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.impl.DefaultTransactionListenerProvider;
import org.jooq.impl.ThreadLocalTransactionProvider;

/**
 * The portal's database, migrated when it is opened. A transaction belongs to the thread that began
 * it: every store that the thread uses during it takes part. Thread-safe.
 */
public final class Database implements AutoCloseable {
  /** The embedded database's file, in the data directory. */
  public static final String FILE = "portal.mv.db";

  private static final int LOCK_TIMEOUT_MILLIS = 10_000;
  // The portal closes it itself, after the last request; H2's own shutdown hook would be too early.
  // A trace file would fill a full disk further; the portal's log has everything.
  private static final String EMBEDDED_OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  private static final String IN_MEMORY = "jdbc:h2:mem:";
  private static final Settings SETTINGS =
      new Settings()
          .withExecuteLogging(false)
          .withRenderSchema(false)
          .withRenderQuotedNames(RenderQuotedNames.NEVER)
          .withRenderNameCase(RenderNameCase.LOWER);

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private final ReopeningPool pool;
  private final Durability durability;
  private final DSLContext sql;

  private Database(ReopeningPool pool, SQLDialect dialect, boolean needsSync) {
    this.pool = pool;
    this.durability = new Durability(pool, needsSync);
    this.sql =
        DSL.using(
            new DefaultConfiguration()
                .set(pool)
                .set(new ThreadLocalTransactionProvider(pool))
                .set(new DefaultExecuteListenerProvider(durability))
                .set(new DefaultTransactionListenerProvider(durability))
                .set(dialect)
                .set(SETTINGS));
  }

  /** Opens the embedded database in a directory; it holds keys, so only its owner may read it. */
  public static Database embedded(Path directory) throws IOException {
    var file = directory.toAbsolutePath().resolve("portal");
    var database = open("jdbc:h2:file:" + file + EMBEDDED_OPTIONS);
    Files.setPosixFilePermissions(
        directory.resolve(FILE), PosixFilePermissions.fromString("rw-------"));
    database.makeDurable(database.generation());
    return database;
  }

  /** Opens any database by its JDBC URL (user and password in the URL, where it needs them). */
  public static Database open(String jdbcUrl) {
    var isH2 = dialectOf(jdbcUrl) == SQLDialect.H2;
    var isKept = isH2 && !jdbcUrl.startsWith(IN_MEMORY);
    // H2 gives up after a second by default; a busy machine needs longer to let writers pass.
    var initSql = isH2 ? "set lock_timeout " + LOCK_TIMEOUT_MILLIS : "";
    var pool = new ReopeningPool(jdbcUrl, initSql, isKept);
    try {
      Flyway.configure().dataSource(pool.source()).load().migrate();
      return new Database(pool, dialectOf(jdbcUrl), isKept);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static SQLDialect dialectOf(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:postgresql:") ? SQLDialect.POSTGRES : SQLDialect.H2;
  }

  /** For the stores: queries join the thread's transaction, or commit by themselves. */
  public DSLContext sql() {
    return sql;
  }

  /** Runs a change as one transaction; an exception rolls everything back and is rethrown. */
  public <T> T transaction(Supplier<T> change) {
    try {
      return sql.transactionResult(change::get);
    } catch (DataAccessException e) {
      pool.noticed(e);
      throw e;
    }
  }

  /** Runs a change as one transaction; an exception rolls everything back and is rethrown. */
  public void change(Runnable change) {
    transaction(
        () -> {
          change.run();
          return true;
        });
  }

  /** To be read before a change, for {@link #makeDurable}. */
  public long generation() {
    return pool.generation();
  }

  /**
   * Writes everything committed so far to the disk. No change may be acknowledged before this has
   * returned.
   *
   * @param generation from before the change
   * @throws DataAccessException if the change may be lost, for example on a full disk
   */
  public void makeDurable(long generation) {
    durability.await(generation);
  }

  @Override
  public void close() {
    pool.close();
  }
}
