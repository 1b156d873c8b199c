package net.groupvpn.portal.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Clock;
import java.util.regex.Pattern;
import net.groupvpn.portal.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * The session cookie. Every visitor has one, so that forms are protected before the login too; only
 * a logged-in one is stored. The value changes at login and at logout, so nobody can plant one.
 */
public final class Sessions {
  private static final String COOKIE = "__Host-groupvpn";
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int UNTIL_BROWSER_CLOSES = -1;
  private final SessionStore store;
  private final Secrets secrets;
  private final Clock clock;

  public Sessions(Database database, Secrets secrets, Clock clock) {
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

  private String renew(Context context) {
    var id = secrets.next();
    var cookie = new Cookie(COOKIE, id, "/", UNTIL_BROWSER_CLOSES, true, true);
    cookie.setSameSite(SameSite.LAX);
    context.cookie(cookie);
    return id;
  }
}
