package net.groupvpn.portal.account;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import net.groupvpn.portal.web.CallerAddress;
import net.groupvpn.portal.web.SlowDown;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing passwords slow. Counts the account together with the origin of the tries, and the
 * origin alone; never the account alone, because then any stranger could lock its owner out. A
 * browser that has logged in to the account before is counted separately, so even a stranger behind
 * the same address cannot lock it out. Thread-safe.
 */
final class LoginThrottle {
  /**
   * Wrong passwords for one account from one network, or from one known browser, without a wait.
   */
  static final int FREE_PER_ACCOUNT = 5;

  /** Wrong passwords from one network, for any accounts. */
  static final int FREE_PER_NETWORK = 30;

  /** Wrong passwords from one site, which may have 65,536 networks of IPv6 (RFC 6177). */
  static final int FREE_PER_SITE = 120;

  /**
   * The longest wait between two tries; the first is a second, and each further one twice as long.
   */
  static final Duration MAX_WAIT = Duration.ofMinutes(5);

  private final SlowDown perAccount;
  private final SlowDown perNetwork;
  private final SlowDown perSite;

  LoginThrottle(Clock clock) {
    this.perAccount = new SlowDown(FREE_PER_ACCOUNT, MAX_WAIT, clock);
    this.perNetwork = new SlowDown(FREE_PER_NETWORK, MAX_WAIT, clock);
    this.perSite = new SlowDown(FREE_PER_SITE, MAX_WAIT, clock);
  }

  /**
   * An attempt to log in.
   *
   * @param account the typed name; empty if no account can have it
   * @param address the source of the request
   * @param knownBrowser the mark of a browser that has logged in to this account before, or null
   */
  record Try(String account, String address, @Nullable String knownBrowser) {
    private String pair() {
      return account + " " + (knownBrowser != null ? knownBrowser : network());
    }

    private String network() {
      return CallerAddress.network(address);
    }

    private String site() {
      return CallerAddress.site(address);
    }
  }

  /** Counts an attempt as a failure until it proves right; returns the wait if it is too early. */
  synchronized Duration begin(Try attempt) {
    var wait = Duration.ZERO;
    for (var each : rules(attempt)) {
      var its = each.slowDown().waitOf(each.key());
      wait = its.compareTo(wait) > 0 ? its : wait;
    }
    if (wait.isZero()) {
      rules(attempt).forEach(each -> each.slowDown().count(each.key()));
    }
    return wait;
  }

  /** The password was right: the attempt was no failure. */
  synchronized void succeeded(Try attempt) {
    perAccount.forget(attempt.pair());
    rules(attempt).forEach(each -> each.slowDown().takeBack(each.key()));
  }

  private record Rule(SlowDown slowDown, String key) {}

  private List<Rule> rules(Try attempt) {
    var ofAccount = new Rule(perAccount, attempt.pair());
    return attempt.knownBrowser() != null
        ? List.of(ofAccount)
        : List.of(
            ofAccount, new Rule(perNetwork, attempt.network()), new Rule(perSite, attempt.site()));
  }
}
