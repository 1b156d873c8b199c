package net.groupvpn.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.account.LoginThrottle.Try;
import org.junit.jupiter.api.Test;

/** Guessing is slow, and nobody can lock another user out. */
final class LoginThrottleTest {
  private static final String ATTACKER = "192.0.2.66";
  private static final String HOME = "198.51.100.1";
  private final MovableClock clock = new MovableClock();
  private final LoginThrottle throttle = new LoginThrottle(clock);

  private static Try of(String account, String address) {
    return new Try(account, address, null);
  }

  private int looksAt(Try attempt, int tries) {
    var looked = 0;
    for (var i = 0; i < tries; i++) {
      looked += throttle.begin(attempt).isZero() ? 1 : 0;
    }
    return looked;
  }

  @Test
  void afterAFewFreeTriesEachNextWaitIsTwiceAsLong() {
    assertThat(looksAt(of("owner", ATTACKER), 100)).isEqualTo(LoginThrottle.FREE_PER_ACCOUNT);
    for (var seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(throttle.begin(of("owner", ATTACKER))).isEqualTo(Duration.ofMillis(1));
      clock.advance(Duration.ofMillis(1));
      assertThat(throttle.begin(of("owner", ATTACKER))).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void aTryThatComesTooEarlyDoesNotLengthenTheWait() {
    looksAt(of("owner", ATTACKER), 10_000);
    clock.advance(Duration.ofSeconds(1));
    assertThat(throttle.begin(of("owner", ATTACKER))).isEqualTo(Duration.ZERO);
  }

  @Test
  void guessesFromThousandsOfNetworksDoNotKeepTheOwnerWaiting() {
    for (var i = 0; i < 5_000; i++) {
      looksAt(of("owner", "10.0." + i / 250 + "." + i % 250), 10);
    }
    assertThat(throttle.begin(of("owner", HOME))).isEqualTo(Duration.ZERO);
  }

  @Test
  void aBrowserThatIsKnownIsNotKeptWaitingByStrangersBehindTheSameAddress() {
    looksAt(of("owner", HOME), 1_000);
    assertThat(throttle.begin(of("owner", HOME))).isPositive();
    assertThat(throttle.begin(new Try("owner", HOME, "laptop"))).isEqualTo(Duration.ZERO);
  }

  @Test
  void aKnownBrowserIsSlowedDownToo() {
    assertThat(looksAt(new Try("owner", HOME, "laptop"), 100))
        .isEqualTo(LoginThrottle.FREE_PER_ACCOUNT);
  }

  @Test
  void tryingOnePasswordWithManyAccountsIsSlowedDown() {
    var looked = 0;
    for (var i = 0; i < 1_000; i++) {
      looked += looksAt(of("user" + i, ATTACKER), 1);
    }
    assertThat(looked).isEqualTo(LoginThrottle.FREE_PER_NETWORK);
  }

  @Test
  void aSiteWithManyNetworksIsSlowedDown() {
    var looked = 0;
    for (var i = 0; i < 1_000; i++) {
      looked += looksAt(of("owner", "2001:db8:1:" + Integer.toHexString(i) + "::1"), 1);
    }
    assertThat(looked).isEqualTo(LoginThrottle.FREE_PER_SITE);
  }

  @Test
  void peopleWhoLogInRightlyDoNotSlowDownTheirNetwork() {
    for (var i = 0; i < 1_000; i++) {
      var right = of("user" + i, HOME);
      assertThat(throttle.begin(right)).isEqualTo(Duration.ZERO);
      throttle.succeeded(right);
    }
  }

  @Test
  void aQuietTimeForgets() {
    looksAt(of("owner", ATTACKER), 1_000);
    clock.advance(LoginThrottle.MAX_WAIT.multipliedBy(2).plusSeconds(1));
    assertThat(looksAt(of("owner", ATTACKER), 1_000)).isEqualTo(LoginThrottle.FREE_PER_ACCOUNT);
  }
}
