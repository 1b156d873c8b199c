package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.certificate.Lifetimes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forms behind a proxy that rewrites Host, and from browsers that reveal little about themselves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FormOriginTest {
  private static final String PUBLIC = "https://vpn.example.org/";
  @TempDir static Path data;
  private Portal portal;
  private String local;

  @BeforeAll
  void start() throws IOException {
    var settings =
        new PortalSettings(
            data,
            "jdbc:h2:mem:" + UUID.randomUUID(),
            "127.0.0.1",
            0,
            List.of("127.0.0.1"),
            PUBLIC,
            new PublicNode.Ports(0, 0),
            Lifetimes.DEFAULT,
            false);
    portal = Portal.start(settings, new MovableClock(), new SecureRandom());
    local = "https://127.0.0.1:" + portal.port();
  }

  @AfterAll
  void stop() {
    portal.close();
  }

  /** 422: the form was checked, and the code is wrong. 403: it was not checked. */
  private int send(String origin, String... headers) {
    var browser = new TestBrowser(local);
    return browser
        .post("/set-up", browser.csrf("/set-up"), origin, headers, "code", "wrong")
        .status();
  }

  @Test
  void thePublicUrlIsOursThoughTheHostIsAnother() {
    assertThat(send("https://vpn.example.org")).isEqualTo(422);
    assertThat(send(local)).isEqualTo(422);
    assertThat(send("https://vpn.example.org.evil.example")).isEqualTo(403);
  }

  @Test
  void aBrowserMaySayNothingWhenTokenAndCookieAreRight() {
    assertThat(send("")).isEqualTo(422);
    assertThat(send("null")).isEqualTo(422);
    assertThat(send("null", "Sec-Fetch-Site", "same-origin")).isEqualTo(422);
  }

  @Test
  void whatItSaysMustNotBeAnotherSite() {
    assertThat(send("", "Referer", "https://evil.example/set-up")).isEqualTo(403);
    assertThat(send("null", "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(send("", "Referer", "not a URL")).isEqualTo(403);
    assertThat(send("", "Referer", "https://vpn.example.org/set-up")).isEqualTo(422);
  }

  @Test
  void withoutTheTokenNothingHelps() {
    var browser = new TestBrowser(local);
    browser.get("/set-up");
    for (var origin : new String[] {"", "null", local}) {
      assertThat(browser.post("/set-up", "", origin, "code", "wrong").status()).isEqualTo(403);
    }
  }
}
