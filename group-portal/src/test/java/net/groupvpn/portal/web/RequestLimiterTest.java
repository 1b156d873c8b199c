package net.groupvpn.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class RequestLimiterTest {
  private Instant now = Instant.EPOCH;
  private final RequestLimiter limiter =
      new RequestLimiter(2, Duration.ofMinutes(1), new TestClock());

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aKeyHasItsShareInEachWindow() {
    assertThat(limiter.tryAcquire("a")).isTrue();
    now = now.plusSeconds(30);
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
    now = now.plusSeconds(30);
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
