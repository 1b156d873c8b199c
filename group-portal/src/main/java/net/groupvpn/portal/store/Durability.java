package net.groupvpn.portal.store;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteType;
import org.jooq.TransactionContext;
import org.jooq.TransactionListener;
import org.jooq.exception.DataAccessException;

/**
 * Writes changes to the disk. H2's commit only writes to the file system, even with WRITE_DELAY=0;
 * a power failure loses the change. {@code CHECKPOINT SYNC} calls fsync(2); one call serves all
 * waiting threads. Thread-safe.
 */
final class Durability implements ExecuteListener, TransactionListener {
  private static final long serialVersionUID = 1;
  private static final String SYNC = "checkpoint sync";
  private final transient ReopeningPool pool;
  private final boolean needsSync;
  private final AtomicLong changes = new AtomicLong();
  private long durable;

  /**
   * Watches all changes.
   *
   * @param needsSync false if a commit is durable by itself, or if nothing is stored at all
   */
  Durability(ReopeningPool pool, boolean needsSync) {
    this.pool = pool;
    this.needsSync = needsSync;
  }

  @Override
  public void executeEnd(ExecuteContext context) {
    if (context.type() != ExecuteType.READ) {
      changes.incrementAndGet();
    }
  }

  @Override
  public void commitEnd(TransactionContext context) {
    // The transaction's statements were counted too early: another thread's sync may have passed
    // since.
    changes.incrementAndGet();
  }

  @Override
  public void exception(ExecuteContext context) {
    SQLException failure = context.sqlException();
    if (failure != null) {
      pool.noticed(failure);
    }
  }

  /**
   * Returns when everything that was committed before the call is on the disk.
   *
   * @param generation generation of the database when the changes began
   * @throws DataAccessException if they may be lost
   */
  void await(long generation) {
    long wanted = changes.get();
    synchronized (this) {
      if (needsSync && durable < wanted) {
        long reached = changes.get();
        sync();
        durable = reached;
      }
      if (pool.generation() != generation) {
        throw new DataAccessException(
            "the database was reopened in the meantime, so the change may be lost");
      }
    }
  }

  private void sync() {
    var connection = pool.acquire();
    try (var statement = connection.createStatement()) {
      statement.execute(SYNC);
    } catch (SQLException e) {
      pool.noticed(e);
      throw new DataAccessException("the database cannot be written to the disk", e);
    } finally {
      pool.release(connection);
    }
  }
}
