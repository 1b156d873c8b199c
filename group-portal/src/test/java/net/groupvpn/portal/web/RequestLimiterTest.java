package net.groupvpn.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.virtual.MovableClock;
import org.junit.jupiter.api.Test;

final class RequestLimiterTest {
  private final MovableClock clock = new MovableClock();
  private final RequestLimiter limiter = new RequestLimiter(2, Duration.ofMinutes(1), clock);

  @Test
  void aKeyHasItsShareInEachWindow() {
    assertThat(limiter.tryAcquire("a")).isTrue();
    clock.advance(Duration.ofSeconds(30));
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
    clock.advance(Duration.ofSeconds(30));
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
  }

  @Test
  void keysDoNotShare() {
    limiter.tryAcquire("a");
    limiter.tryAcquire("a");
    assertThat(limiter.tryAcquire("b")).isTrue();
  }

  @Test
  void aForgivenKeyStartsAfresh() {
    limiter.tryAcquire("a");
    limiter.tryAcquire("a");
    limiter.forgive("a");
    assertThat(limiter.tryAcquire("a")).isTrue();
  }
}
