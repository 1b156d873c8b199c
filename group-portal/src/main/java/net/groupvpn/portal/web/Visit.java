package net.groupvpn.portal.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request for a page: who asks, what the form says, and how to answer. Used by one thread. */
public final class Visit {
  private static final int MAX_FIELD = 4_000;
  private static final int UNPROCESSABLE = 422;
  private final Context context;
  private final Sessions sessions;
  private final Templates templates;
  private final String sessionId;
  private final @Nullable SignedIn account;

  Visit(Context context, Sessions sessions, Templates templates) {
    this.context = context;
    this.sessions = sessions;
    this.templates = templates;
    this.sessionId = sessions.idOf(context);
    this.account = sessions.find(sessionId);
  }

  String sessionId() {
    return sessionId;
  }

  public boolean isSignedIn() {
    return account != null;
  }

  /** Who is logged in; visitors who are not are sent to the login page. */
  public SignedIn account() {
    if (account == null) {
      throw new LogInNeeded();
    }
    return account;
  }

  /** For the audit log. */
  public Actor actor() {
    return new Actor(account == null ? "-" : account.name(), address());
  }

  /** The address of the caller, as its own connection shows it. */
  public String address() {
    return CallerAddress.of(context);
  }

  /** A field of the form without white space around it; empty when it is missing. */
  public String field(String name) {
    return rawField(name).strip();
  }

  /** A field of the form as it was typed, for passwords. */
  public String rawField(String name) {
    var value = context.formParam(name);
    if (value == null) {
      return "";
    }
    return value.length() <= MAX_FIELD ? value : value.substring(0, MAX_FIELD);
  }

  /** A number in the path; a page that does not exist when it is none. */
  public long number(String name) {
    return parse(context.pathParam(name));
  }

  /** A number in the query, or the default when it is missing. */
  public long query(String name, long otherwise) {
    var value = context.queryParam(name);
    return value == null ? otherwise : parse(value);
  }

  private static long parse(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw Refusal.notFound();
    }
  }

  public void logIn(long accountId) {
    sessions.logIn(context, sessionId, accountId);
  }

  public void logOut() {
    sessions.logOut(context, sessionId);
  }

  public void redirect(String path) {
    context.status(303);
    context.header("Location", path);
  }

  public void render(String template, Map<String, ?> model) {
    var full = new LinkedHashMap<String, @Nullable Object>(model);
    full.put("csrf", FormGuard.token(sessionId));
    full.put("me", account);
    full.putIfAbsent("problem", null);
    context.header("Cache-Control", "no-store");
    context.contentType("text/html; charset=utf-8").result(templates.render(template, full));
  }

  /** Shows the form again, as filled in, with what is wrong with it. */
  public void renderProblem(String template, String problem, Map<String, ?> model) {
    context.status(UNPROCESSABLE);
    var full = new LinkedHashMap<String, Object>(model);
    full.put("problem", problem);
    render(template, full);
  }

  /** Sends a file that is kept nowhere on its way. */
  public void download(String fileName, String contentType, byte[] content) {
    context.header("Cache-Control", "no-store");
    context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    context.contentType(contentType);
    context.result(content);
  }

  void renderRefusal(Refusal refusal) {
    context.status(refusal.status());
    render("refusal", Map.of("sentence", refusal.sentence(), "status", refusal.status()));
  }
}
