package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** RFC 6298. */
class RetransmissionTimeoutTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RetransmissionTimeout timeout = new RetransmissionTimeout();

  @Test
  void itBeginsWithASecondAndDoublesToAMinute() {
    assertThat(timeout.nanos()).isEqualTo(SECOND);
    timeout.backOff();
    assertThat(timeout.nanos()).isEqualTo(2 * SECOND);
    for (int i = 0; i < 100; i++) {
      timeout.backOff();
    }
    assertThat(timeout.nanos()).isEqualTo(60 * SECOND);
    timeout.onProgress();
    assertThat(timeout.nanos()).isEqualTo(SECOND);
  }

  @Test
  void theFirstSampleCountsThreefold() {
    timeout.onSample(SECOND);
    assertThat(timeout.nanos()).isEqualTo(3 * SECOND);
  }

  @Test
  void steadySamplesBringItDownToTheLeast() {
    for (int i = 0; i < 100; i++) {
      timeout.onSample(SECOND / 100);
    }
    assertThat(timeout.nanos()).isEqualTo(RetransmissionTimeout.MIN_NANOS);
  }
}
