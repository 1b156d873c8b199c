package net.groupvpn.portal.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.EOFException;
import java.util.function.Supplier;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a {@link Page} into a handler: session, form protection, refusals, redirect to the login.
 */
public final class Pages {
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final int SERVER_ERROR = 500;
  private final LoginSessions sessions;
  private final Templates templates;
  private final FormGuard guard;

  /**
   * Makes them.
   *
   * @param publicUrl where people reach the portal; asked for with each form
   */
  public Pages(LoginSessions sessions, Templates templates, Supplier<String> publicUrl) {
    this.guard = new FormGuard(publicUrl);
    this.sessions = sessions;
    this.templates = templates;
  }

  /** A page that is read. */
  public Handler shown(Page page) {
    return context -> answer(context, page);
  }

  /** A form that is sent: only from the portal's own pages. */
  public Handler sent(Page page) {
    return context ->
        answer(
            context,
            visit -> {
              guard.check(context, visit);
              page.answer(visit);
            });
  }

  private void answer(Context context, Page page) {
    var visit = new Visit(context, sessions, templates);
    try {
      page.answer(visit);
    } catch (LogInNeeded e) {
      visit.redirect("/log-in");
    } catch (Refusal e) {
      visit.renderRefusal(e);
    }
  }

  /** The page does not exist; calls of the API have answered already. */
  public void missing(Context context) {
    if (context.result() == null || String.valueOf(context.result()).startsWith("Endpoint")) {
      new Visit(context, sessions, templates).renderRefusal(Refusal.notFound());
    }
  }

  /** Two requests did the same at the same moment, and the other was first. */
  public void raced(IntegrityConstraintViolationException fault, Context context) {
    LOG.info("{} {}: somebody else was first: {}", context.method(), context.path(), fault);
    new Visit(context, sessions, templates)
        .renderRefusal(
            Refusal.conflict(
                "This was done twice at the same moment, perhaps by you in another window. Load the"
                    + " page again to see how things stand."));
  }

  /** A fault of the portal: logged with its trace, reported without it. */
  public void failed(Exception fault, Context context) {
    if (fault instanceof EOFException) {
      // A client that disconnects in the middle of a request may do so a thousand times.
      LOG.debug("{} {} was cut off", context.method(), context.path());
      return;
    }
    LOG.error("{} {} failed", context.method(), context.path(), fault);
    context.status(SERVER_ERROR).contentType("text/plain");
    context.result("The portal failed to answer this. Its log says why.");
  }
}
