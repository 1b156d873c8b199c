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
 * Brings changes to the disk. H2's commit only writes, with WRITE_DELAY=0 too: the file system has
 * the change then, and loses it with the power. {@code CHECKPOINT SYNC} calls fsync(2); one serves
 * all who wait for it. Safe for use by several threads.
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
   * @param needsSync false where a commit is durable by itself, or nothing is kept at all
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
    // The statements of the transaction counted too early: another's sync may have passed by then.
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
   * @param generation of the database when the changes began
   * @throws DataAccessException if that cannot be said of them
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
            "the database was opened anew meanwhile, so the change may be lost");
      }
    }
  }

  private void sync() {
    var connection = pool.acquire();
    try (var statement = connection.createStatement()) {
      statement.execute(SYNC);
    } catch (SQLException e) {
      pool.noticed(e);
      throw new DataAccessException("the database cannot be brought to the disk", e);
    } finally {
      pool.release(connection);
    }
  }
}
