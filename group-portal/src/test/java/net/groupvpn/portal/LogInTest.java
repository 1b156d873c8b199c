package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Wrong passwords through the real form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogInTest {
  private static final int FREE_TRIES = 5;
  @TempDir static Path data;
  private RunningPortal portal;

  @BeforeAll
  void start() throws IOException {
    portal = new RunningPortal(data);
    portal.setUpOwner();
  }

  @AfterAll
  void stop() {
    portal.close();
  }

  private static TestBrowser.Answer logIn(TestBrowser browser, String name, String password) {
    return browser.send("/log-in", "name", name, "password", password);
  }

  private void guess(String name) {
    var stranger = portal.browser();
    for (var i = 0; i < FREE_TRIES; i++) {
      assertThat(logIn(stranger, name, "wrong").status()).isEqualTo(422);
    }
    var refused = logIn(stranger, name, "wrong");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).contains("Wait 1 second,", "value=\"" + name + "\"");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void guessingAPasswordIsSlow() {
    portal.signUp("guessed");
    guess("guessed");
    portal.clock.advance(Duration.ofSeconds(1));
    assertThat(logIn(portal.browser(), "guessed", RunningPortal.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void aStrangerDoesNotLockOutABrowserThatWasThereBefore() {
    var mine = portal.signUp("owned");
    assertThat(mine.sendFrom("/groups", "/log-out").status()).isEqualTo(303);
    guess("owned");
    assertThat(logIn(mine, "owned", RunningPortal.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void aNameThatDoesNotExistIsSlowedDownInTheSameWay() {
    guess("nobody");
  }
}
