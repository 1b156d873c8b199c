package net.groupvpn.portal.account;

import net.groupvpn.portal.web.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The mark by which the portal recognises a browser that has logged in to an account before. It
 * grants no access; it only separates that browser's tries from strangers'. It is derived from the
 * stored password hash, so nobody else can make one, and a new password invalidates it.
 */
final class KnownBrowser {
  private static final String PURPOSE = "known browser ";
  private static final char SEPARATOR = '.';
  private static final int MAX_CHARACTERS = 100;

  private KnownBrowser() {}

  /** A new mark. */
  static String make(String passwordHash, Secrets secrets) {
    var name = secrets.next();
    return name + SEPARATOR + Secrets.derived(passwordHash, PURPOSE + name);
  }

  /** The browser's name if this is a mark of the account, otherwise null. */
  static @Nullable String read(@Nullable String mark, String passwordHash) {
    var at = mark == null || mark.length() > MAX_CHARACTERS ? -1 : mark.indexOf(SEPARATOR);
    if (mark == null || at < 0) {
      return null;
    }
    var name = mark.substring(0, at);
    var isOurs =
        Secrets.same(mark.substring(at + 1), Secrets.derived(passwordHash, PURPOSE + name));
    return isOurs ? name : null;
  }
}
