package net.groupvpn.portal.account;

import java.util.Map;
import net.groupvpn.portal.web.Visit;

/** Logging in. */
public final class LogInPage {
  private static final String TEMPLATE = "log-in";
  private final Accounts accounts;

  public LogInPage(Accounts accounts) {
    this.accounts = accounts;
  }

  public void show(Visit visit) {
    visit.render(TEMPLATE, Map.of("name", ""));
  }

  public void send(Visit visit) {
    var credentials = Credentials.read(visit);
    if (accounts.logIn(visit, credentials)) {
      visit.logIn(accounts.idOf(credentials.name()));
      visit.redirect("/groups");
    } else {
      visit.renderProblem(
          TEMPLATE, "The user name or the password is wrong.", Map.of("name", credentials.name()));
    }
  }
}
