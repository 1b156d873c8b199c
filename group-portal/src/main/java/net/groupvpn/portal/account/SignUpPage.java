package net.groupvpn.portal.account;

import java.util.Map;
import net.groupvpn.portal.web.Visit;

/** Creating an account. */
public final class SignUpPage {
  private static final String TEMPLATE = "sign-up";
  private final Accounts accounts;

  public SignUpPage(Accounts accounts) {
    this.accounts = accounts;
  }

  public void show(Visit visit) {
    visit.render(TEMPLATE, Map.of("name", ""));
  }

  public void send(Visit visit) {
    var credentials = AccountForm.read(visit);
    var problem = visit.problemOr(credentials.problem());
    if (problem == null && !accounts.signUp(visit, credentials)) {
      problem = "That user name is taken. Choose another one.";
    }
    if (problem != null) {
      visit.renderProblem(TEMPLATE, problem, Map.of("name", credentials.name()));
    } else {
      visit.redirect("/groups");
    }
  }
}
