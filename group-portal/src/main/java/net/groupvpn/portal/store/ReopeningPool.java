package net.groupvpn.portal.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to one database. H2 closes itself permanently when it cannot write, for example on a
 * full disk; the next request for a connection reopens it in its last durable state. Thread-safe.
 */
final class ReopeningPool implements ConnectionProvider, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReopeningPool.class);
  private static final int MAX_CONNECTIONS = 10;
  private static final int MAX_CAUSES = 20;
  private static final Set<Integer> CLOSED =
      Set.of(
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2);
  private final HikariConfig config;
  private final boolean reopens;
  private volatile HikariDataSource pool;
  private volatile boolean isBroken;
  private volatile long generation;

  /**
   * Opens it.
   *
   * @param reopens whether the durable state returns after all connections were closed
   */
  ReopeningPool(String jdbcUrl, String initSql, boolean reopens) {
    this.config = new HikariConfig();
    this.reopens = reopens;
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    config.setPoolName("portal");
    if (!initSql.isEmpty()) {
      config.setConnectionInitSql(initSql);
    }
    this.pool = new HikariDataSource(config);
  }

  /** For the migrations at the start, before anybody else has a connection. */
  DataSource source() {
    return pool;
  }

  /** Grows each time the database is reopened; whatever was not durable by then may be lost. */
  long generation() {
    if (isBroken) {
      reopen();
    }
    return generation;
  }

  /** Examines a failure: whether the database is unusable until it is reopened. */
  void noticed(Throwable failure) {
    if (reopens && !isBroken && hasClosed(failure)) {
      isBroken = true;
      LOG.error(
          "the database cannot be written and has closed itself; it is reopened at the next"
              + " request. Is the disk full?",
          failure);
    }
  }

  private static boolean hasClosed(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof MVStoreException
          || (cause instanceof SQLException sql && CLOSED.contains(sql.getErrorCode()))) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private synchronized void reopen() {
    if (isBroken) {
      pool.close();
      // From now on nothing that was begun before can be made durable.
      generation++;
      pool = new HikariDataSource(config);
      isBroken = false;
      LOG.info("the database is open again");
    }
  }

  @Override
  public Connection acquire() {
    try {
      generation();
      return pool.getConnection();
    } catch (SQLException | RuntimeException e) {
      noticed(e);
      throw new DataAccessException("the database cannot be opened", e);
    }
  }

  @Override
  public void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      noticed(e);
      throw new DataAccessException("the database did not take a connection back", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
