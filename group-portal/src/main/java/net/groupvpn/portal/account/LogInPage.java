package net.groupvpn.portal.account;

import java.time.Duration;
import java.util.Map;
import net.groupvpn.portal.web.Times;
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
    var credentials = AccountForm.read(visit);
    var model = Map.of("name", credentials.name());
    var problem = visit.problemOr(null);
    if (problem != null) {
      visit.renderProblem(TEMPLATE, problem, model);
      return;
    }
    var logIn = accounts.logIn(visit, credentials);
    if (logIn.account() != null) {
      visit.redirect("/groups");
    } else if (logIn.pause().isZero()) {
      visit.renderProblem(TEMPLATE, "The user name or the password is wrong.", model);
    } else {
      var pause = Times.wholeSeconds(logIn.pause());
      visit.renderWait(TEMPLATE, tooEarly(pause), pause, model);
    }
  }

  private static String tooEarly(Duration pause) {
    return "There were several wrong passwords from your network. Wait %s, then try again."
        .formatted(Times.words(pause));
  }
}
