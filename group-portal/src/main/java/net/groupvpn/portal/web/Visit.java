package net.groupvpn.portal.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request for a page: the visitor, the form, and the answer. Used by one thread. */
public final class Visit {
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;
  private final Context context;
  private final LoginSessions sessions;
  private final Templates templates;
  private final String sessionId;
  private final @Nullable SignedIn account;
  private final FormFields fields;

  Visit(Context context, LoginSessions sessions, Templates templates) {
    this.context = context;
    this.sessions = sessions;
    this.templates = templates;
    this.sessionId = sessions.idOf(context);
    this.account = sessions.find(sessionId);
    this.fields = FormFields.parse(isForm(context) ? context.bodyAsBytes() : new byte[0]);
  }

  String sessionId() {
    return sessionId;
  }

  public boolean isSignedIn() {
    return account != null;
  }

  /** The logged-in account; other visitors are sent to the login page. */
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

  /** The source address of the connection. */
  public String address() {
    return CallerAddress.of(context);
  }

  /** A field of the form without surrounding white space; empty if missing. */
  public String field(String name) {
    return rawField(name).strip();
  }

  /** A field of the form as typed, for passwords. */
  public String rawField(String name) {
    return fields.value(name);
  }

  /** The problem with the text of any field; otherwise the page's own finding, or null. */
  public @Nullable String problemOr(@Nullable String found) {
    return fields.problems().isEmpty() ? found : "Something below cannot be taken as it is.";
  }

  private static boolean isForm(Context context) {
    var type = context.contentType();
    return type != null && type.startsWith("application/x-www-form-urlencoded");
  }

  /** A number in the path; if it is not a number, the page does not exist. */
  public long number(String name) {
    return parse(context.pathParam(name));
  }

  /** A number in the query, or the default if missing. */
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

  /** The mark of a browser that was here before, or null; anybody could have written it. */
  public @Nullable String browserMark() {
    return LoginSessions.browserMark(context);
  }

  /** Sets a mark that outlives the session. */
  public void markBrowser(String mark) {
    LoginSessions.markBrowser(context, mark);
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
    full.put("fieldProblems", fields.problems());
    context.header("Cache-Control", "no-store");
    context
        .contentType("text/html; charset=utf-8")
        .result(VisibleText.escaped(templates.render(template, full)));
  }

  /** Shows the form again, as filled in, with its problem. */
  public void renderProblem(String template, String problem, Map<String, ?> model) {
    context.status(UNPROCESSABLE);
    var full = new LinkedHashMap<String, Object>(model);
    full.put("problem", problem);
    render(template, full);
  }

  /** Shows the form again and says how long to wait before sending it again. */
  public void renderWait(String template, String problem, Duration wait, Map<String, ?> model) {
    context.header("Retry-After", Long.toString(wait.toSeconds()));
    renderProblem(template, problem, model);
    context.status(TOO_MANY);
  }

  /** Sends a file that no cache on the way may store. */
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
