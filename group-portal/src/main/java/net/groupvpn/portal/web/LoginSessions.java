package net.groupvpn.portal.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Clock;
import java.util.regex.Pattern;
import net.groupvpn.portal.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * The session cookie. Every visitor has one, so that forms are protected before the login, too;
 * only those of logged-in visitors are stored. The value changes at login and at logout, so nobody
 * can plant one.
 */
public final class LoginSessions {
  private static final String COOKIE = "__Host-groupvpn";
  private static final String KNOWN_BROWSER = "__Host-groupvpn-known";
  private static final int YEAR_SECONDS = 31_536_000;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int UNTIL_BROWSER_CLOSES = -1;
  private final SessionStore store;
  private final Secrets secrets;
  private final Clock clock;

  public LoginSessions(Database database, Secrets secrets, Clock clock) {
    this.store = new SessionStore(database);
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The visitor's session ID; a new one is set when there is none. */
  String idOf(Context context) {
    var value = context.cookie(COOKIE);
    return value != null && FORM.matcher(value).matches() ? value : renew(context);
  }

  @Nullable SignedIn find(String id) {
    return store.find(Secrets.hash(id), clock.instant());
  }

  void logIn(Context context, String oldId, long account) {
    store.remove(Secrets.hash(oldId));
    store.add(Secrets.hash(renew(context)), account, clock.instant());
  }

  void logOut(Context context, String oldId) {
    store.remove(Secrets.hash(oldId));
    renew(context);
  }

  /** Ends every session of an account and returns their number. */
  public int endAll(long account) {
    return store.removeAll(account);
  }

  /** The mark from {@link #markBrowser}, or null; anybody could have written it. */
  static @Nullable String browserMark(Context context) {
    return context.cookie(KNOWN_BROWSER);
  }

  /** Sets a mark that outlives the session. */
  static void markBrowser(Context context, String mark) {
    set(context, KNOWN_BROWSER, mark, YEAR_SECONDS);
  }

  private String renew(Context context) {
    var id = secrets.next();
    set(context, COOKIE, id, UNTIL_BROWSER_CLOSES);
    return id;
  }

  private static void set(Context context, String name, String value, int seconds) {
    var cookie = new Cookie(name, value, "/", seconds, true, true);
    cookie.setSameSite(SameSite.LAX);
    context.cookie(cookie);
  }
}
