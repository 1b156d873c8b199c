package net.groupvpn.portal.account;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import net.groupvpn.portal.web.CallerAddress;
import net.groupvpn.portal.web.SlowDown;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing passwords slow. What counts is the account together with where the tries come
 * from, and where they come from alone; never the account alone, for that would let any stranger
 * lock its owner out. A browser that has logged in to the account before is counted by itself, so
 * not even somebody behind the same address can lock it out. Thread-safe.
 */
final class LoginThrottle {
  /** Wrong passwords of one account from one network, or one known browser, that cost no wait. */
  static final int FREE_PER_ACCOUNT = 5;

  /** Wrong passwords from one network, for whatever accounts. */
  static final int FREE_PER_NETWORK = 30;

  /** Wrong passwords from one site, which may have 65,536 networks of IPv6 (RFC 6177). */
  static final int FREE_PER_SITE = 120;

  /** The longest wait between two tries; the first takes a second, each next one twice as long. */
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
   * A try to log in.
   *
   * @param account the name that was typed; empty if no account can have it
   * @param address where the request comes from
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

  /** Counts a try as a failure until it proves right; gives the wait when it comes too early. */
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

  /** The password was right: the try was no failure. */
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
