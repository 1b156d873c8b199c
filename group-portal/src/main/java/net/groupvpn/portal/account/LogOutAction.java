package net.groupvpn.portal.account;

import net.groupvpn.portal.web.Visit;

/** Logging out. */
public final class LogOutAction {
  private final Accounts accounts;

  public LogOutAction(Accounts accounts) {
    this.accounts = accounts;
  }

  public void send(Visit visit) {
    if (visit.isSignedIn()) {
      accounts.logOut(visit);
    }
    visit.redirect("/log-in");
  }
}
