package net.groupvpn.portal.account;

import java.util.Locale;
import java.util.regex.Pattern;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** The name and password of a form. Names are lower-case; passwords are taken as typed. */
record AccountForm(String name, String password, String repeated) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,30}[a-z0-9])?");
  private static final int MIN_PASSWORD = 10;
  private static final int MAX_PASSWORD = 200;

  static AccountForm read(Visit visit) {
    return new AccountForm(
        visit.field("name").toLowerCase(Locale.ROOT),
        visit.rawField("password"),
        visit.rawField("repeated"));
  }

  /** The problem with them for a new account, or null. */
  @Nullable String problem() {
    if (!NAME.matcher(name).matches()) {
      return "The user name may have 1 to 32 letters, digits, dots, hyphens and underscores, and must"
          + " begin and end with a letter or digit.";
    }
    if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
      return "The password must have %d to %d characters.".formatted(MIN_PASSWORD, MAX_PASSWORD);
    }
    if (password.toLowerCase(Locale.ROOT).contains(name) && name.length() >= 4) {
      return "The password must not contain the user name.";
    }
    return password.equals(repeated) ? null : "The two passwords are not the same.";
  }

  boolean mayExist() {
    return NAME.matcher(name).matches() && password.length() <= MAX_PASSWORD;
  }
}
