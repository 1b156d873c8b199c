package net.groupvpn.portal.account;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import net.groupvpn.portal.web.CallerAddress;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.RequestLimiter;
import net.groupvpn.portal.web.Secrets;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** The rules for creating accounts and logging in, for the pages of this package. */
public final class Accounts {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int SIGN_UPS_PER_ADDRESS = 60;
  private final Database database;
  private final AccountStore store;
  private final AuditStore audit;
  private final Passwords passwords;
  private final Secrets secrets;
  private final Clock clock;
  private final LoginThrottle throttle;
  private final RequestLimiter signUpsPerAddress;
  private volatile boolean ownerExists;

  public Accounts(Database database, AuditStore audit, Secrets secrets, Clock clock) {
    this.database = database;
    this.store = new AccountStore(database);
    this.audit = audit;
    this.passwords = new Passwords(secrets);
    this.secrets = secrets;
    this.clock = clock;
    this.throttle = new LoginThrottle(clock);
    this.signUpsPerAddress = new RequestLimiter(SIGN_UPS_PER_ADDRESS, WINDOW, clock);
    this.ownerExists = store.hasOwner();
  }

  /** Whether the portal has been set up; once true, always true. */
  public boolean ownerExists() {
    return ownerExists;
  }

  /** Creates an account and logs in; false if the name is taken. */
  boolean signUp(Visit visit, AccountForm credentials) {
    limitSignUps(visit);
    return add(visit, credentials, false, AuditAction.SIGNED_UP);
  }

  /** Creates the owner's account, once. Of two at a time, the second is refused. */
  synchronized boolean setUpOwner(Visit visit, AccountForm credentials) {
    if (ownerExists) {
      throw Refusal.conflict("The portal already has an owner. Log in instead.");
    }
    ownerExists = add(visit, credentials, true, AuditAction.OWNER_SET_UP);
    return ownerExists;
  }

  void limitSignUps(Visit visit) {
    if (!signUpsPerAddress.tryAcquire(CallerAddress.network(visit.address()))) {
      throw Refusal.tooMany();
    }
  }

  private boolean add(Visit visit, AccountForm credentials, boolean owner, AuditAction action) {
    var hash = passwords.hash(credentials.password());
    var actor = new Actor(credentials.name(), visit.address());
    Optional<Long> added =
        database.transaction(
            () -> {
              var id = store.add(credentials.name(), hash, owner, clock.instant());
              id.ifPresent(row -> audit.add(actor, action, null, ""));
              return id;
            });
    added.ifPresent(
        account -> {
          visit.logIn(account);
          visit.markBrowser(KnownBrowser.make(hash, secrets));
        });
    return added.isPresent();
  }

  /**
   * The outcome of a login.
   *
   * @param account the account's row; null if the name or the password is wrong, or the try is too
   *     early
   * @param pause how long to wait before the next try; zero if this one was checked
   */
  record LogIn(@Nullable Long account, Duration pause) {}

  /** Logs in, or refuses without telling whether the name or the password is wrong. */
  LogIn logIn(Visit visit, AccountForm credentials) {
    var name = credentials.mayExist() ? credentials.name() : "";
    var account = store.find(name).orElse(null);
    var browser =
        account == null ? null : KnownBrowser.read(visit.browserMark(), account.passwordHash());
    var attempt = new LoginThrottle.Try(name, visit.address(), browser);
    var pause = throttle.begin(attempt);
    if (!pause.isZero()) {
      return new LogIn(null, pause);
    }
    if (!matches(account, credentials.password()) || account == null) {
      audit.add(visit.actor(), AuditAction.LOGIN_REFUSED, null, credentials.name());
      return new LogIn(null, Duration.ZERO);
    }
    throttle.succeeded(attempt);
    audit.add(new Actor(name, visit.address()), AuditAction.LOGGED_IN, null, "");
    visit.logIn(account.id());
    if (browser == null) {
      visit.markBrowser(KnownBrowser.make(account.passwordHash(), secrets));
    }
    return new LogIn(account.id(), Duration.ZERO);
  }

  private boolean matches(AccountStore.@Nullable Account account, String password) {
    var hash = account == null ? passwords.decoy() : account.passwordHash();
    return passwords.matches(password, hash) && account != null;
  }

  void logOut(Visit visit) {
    audit.add(visit.actor(), AuditAction.LOGGED_OUT, null, "");
    visit.logOut();
  }
}
