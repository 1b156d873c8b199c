package net.groupvpn.portal.account;

import java.time.Clock;
import java.util.Locale;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.control.PortalControlException;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import net.groupvpn.portal.web.LoginSessions;
import net.groupvpn.portal.web.Secrets;

/**
 * Sets a new password for a user who forgot theirs, on behalf of anyone who may read the portal's
 * data. Ends the account's sessions, because somebody else may have known the old password.
 */
public final class PasswordReset {
  // With a space, so that no account has this name.
  private static final Actor COMMAND_LINE = new Actor("command line", "-");
  private final Database database;
  private final AccountStore accounts;
  private final LoginSessions sessions;
  private final AuditStore audit;
  private final Passwords passwords;

  public PasswordReset(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    this.accounts = new AccountStore(database);
    this.sessions = new LoginSessions(database, secrets, clock);
    this.audit = new AuditStore(database, clock);
    this.passwords = new Passwords(secrets);
  }

  /** Returns what was done, in a sentence. */
  public String reset(String account, String password) throws PortalControlException {
    var credentials = new AccountForm(account.toLowerCase(Locale.ROOT), password, password);
    var name = credentials.name();
    var found = credentials.mayExist() ? accounts.find(name).orElse(null) : null;
    if (found == null) {
      throw new PortalControlException("There is no account named " + name + ".");
    }
    var problem = credentials.problem();
    if (problem != null) {
      throw new PortalControlException(problem);
    }
    var hash = passwords.hash(password);
    var generation = database.generation();
    int ended =
        database.transaction(
            () -> {
              accounts.changePassword(found.id(), hash);
              audit.add(COMMAND_LINE, AuditAction.PASSWORD_RESET, null, name);
              return sessions.endAll(found.id());
            });
    database.makeDurable(generation);
    return "%s has a new password; %d of its sessions ended.".formatted(name, ended);
  }
}
