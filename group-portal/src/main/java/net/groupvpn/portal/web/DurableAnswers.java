package net.groupvpn.portal.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import net.groupvpn.portal.store.Database;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No answer leaves before every change that it may report, by whatever thread, is on the disk. If
 * that fails, the answer reports the failure instead.
 */
public final class DurableAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(DurableAnswers.class);
  private static final int UNAVAILABLE = 503;
  private static final String GENERATION = "database-generation";
  private final Database database;

  public DurableAnswers(Database database) {
    this.database = database;
  }

  /** To be added before the routes that it watches. */
  public void addTo(RoutesConfig routes) {
    routes.before(context -> context.attribute(GENERATION, database.generation()));
    routes.after(this::makeDurable);
  }

  private void makeDurable(Context context) {
    Long generation = context.attribute(GENERATION);
    try {
      database.makeDurable(generation == null ? database.generation() : generation);
    } catch (DataAccessException e) {
      LOG.error("{} {}: what it changed may be lost", context.method(), context.path(), e);
      context.res().setHeader("Location", null);
      context.status(UNAVAILABLE).contentType("text/plain");
      context.result(
          "The portal cannot write to its disk, so this may not have been done. Try again later;"
              + " the portal's log says why.");
    }
  }
}
