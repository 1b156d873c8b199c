package net.groupvpn.portal.account;

import java.util.Map;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Secrets;
import net.groupvpn.portal.web.Visit;

/** First run: a person who can read the set-up code on the portal's machine becomes its owner. */
public final class SetUpPage {
  private static final String TEMPLATE = "set-up";
  private final Accounts accounts;
  private final SetUpCode code;

  public SetUpPage(Accounts accounts, SetUpCode code) {
    this.accounts = accounts;
    this.code = code;
  }

  public void show(Visit visit) {
    refuseWhenDone();
    visit.render(TEMPLATE, Map.of("name", ""));
  }

  public void send(Visit visit) {
    refuseWhenDone();
    accounts.limitSignUps(visit);
    var credentials = AccountForm.read(visit);
    var problem = visit.problemOr(credentials.problem());
    if (!Secrets.same(visit.field("code"), code.value())) {
      problem = "That is not the set-up code. The portal printed it when it started.";
    }
    if (problem != null) {
      visit.renderProblem(TEMPLATE, problem, Map.of("name", credentials.name()));
    } else if (accounts.setUpOwner(visit, credentials)) {
      code.remove();
      visit.redirect("/groups");
    } else {
      throw Refusal.conflict("That user name is taken.");
    }
  }

  private void refuseWhenDone() {
    if (accounts.ownerExists()) {
      throw Refusal.notFound();
    }
  }
}
