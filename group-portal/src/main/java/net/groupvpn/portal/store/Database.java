package net.groupvpn.portal.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.ThreadLocalTransactionProvider;

/**
 * The portal's database, migrated when it is opened. A transaction belongs to the thread that began
 * it: every store that the thread uses meanwhile takes part. Safe for use by several threads.
 */
public final class Database implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 10;
  private static final int LOCK_TIMEOUT_MILLIS = 10_000;
  // The portal closes it itself, after the last request; H2's own shutdown hook would be too early.
  private static final String EMBEDDED_OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE";
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

  private final HikariDataSource pool;
  private final DSLContext sql;

  private Database(HikariDataSource pool, SQLDialect dialect) {
    this.pool = pool;
    var connections = new DataSourceConnectionProvider(pool);
    this.sql =
        DSL.using(
            new DefaultConfiguration()
                .set(connections)
                .set(new ThreadLocalTransactionProvider(connections))
                .set(dialect)
                .set(SETTINGS));
  }

  /** Opens the embedded database in a directory; it holds keys, so only its owner may read it. */
  public static Database embedded(Path directory) throws IOException {
    var file = directory.toAbsolutePath().resolve("portal");
    var database = open("jdbc:h2:file:" + file + EMBEDDED_OPTIONS);
    Files.setPosixFilePermissions(
        directory.resolve("portal.mv.db"), PosixFilePermissions.fromString("rw-------"));
    return database;
  }

  /** Opens any database by its JDBC URL (user and password in the URL, where it needs them). */
  public static Database open(String jdbcUrl) {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    config.setPoolName("portal");
    if (dialectOf(jdbcUrl) == SQLDialect.H2) {
      // H2 gives up after a second by default; a busy machine needs longer to let writers pass.
      config.setConnectionInitSql("set lock_timeout " + LOCK_TIMEOUT_MILLIS);
    }
    var pool = new HikariDataSource(config);
    try {
      Flyway.configure().dataSource(pool).load().migrate();
      return new Database(pool, dialectOf(jdbcUrl));
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

  /** Runs a change as one transaction; an exception rolls all of it back and comes through. */
  public <T> T transaction(Supplier<T> change) {
    return sql.transactionResult(change::get);
  }

  /** Runs a change as one transaction; an exception rolls all of it back and comes through. */
  public void change(Runnable change) {
    sql.transaction(change::run);
  }

  @Override
  public void close() {
    pool.close();
  }
}
