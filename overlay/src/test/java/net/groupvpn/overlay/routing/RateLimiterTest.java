package net.groupvpn.overlay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final RateLimiter<Integer> limiter = new RateLimiter<>(10, 20, 100);

  @Test
  void aBurstPassesAndThenTheRate() {
    assertThat(passed(1, 100, 0)).isEqualTo(20);
    assertThat(passed(1, 100, TimeUnit.SECONDS.toNanos(1))).isEqualTo(10);
  }

  @Test
  void keysDoNotTakeFromEachOther() {
    assertThat(passed(1, 100, 0)).isEqualTo(20);
    assertThat(passed(2, 100, 0)).isEqualTo(20);
  }

  @Test
  void theTableDoesNotGrowBeyondItsLimit() {
    for (int key = 0; key < 1_000; key++) {
      limiter.tryAcquire(key, 0);
    }

    assertThat(limiter.size()).isEqualTo(100);
  }

  private int passed(int key, int frames, long nowNanos) {
    int passed = 0;
    for (int i = 0; i < frames; i++) {
      passed += limiter.tryAcquire(key, nowNanos) ? 1 : 0;
    }
    return passed;
  }
}
