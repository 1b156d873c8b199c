package net.groupvpn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayHealthTest {
  private static final long RTT_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final GatewayHealth health = new GatewayHealth();
  private final Random random = new Random(5);
  private long now = HOUR_NANOS;
  private int sequence;

  @Test
  void aGatewayThatNeverAnsweredIsNotAlive() {
    run(TimeUnit.MINUTES.toNanos(1), 1);
    assertThat(health.isAlive(now)).isFalse();
    assertThat(health.rttNanos()).isNegative();
  }

  @Test
  void oneThatAnswersIsAliveAndItsTimeIsKnown() {
    run(TimeUnit.SECONDS.toNanos(3), 0);
    assertThat(health.isAlive(now)).isTrue();
    assertThat(health.rttNanos()).isEqualTo(RTT_NANOS);
  }

  @Test
  void whenItFallsSilentThatIsKnownWithinThreeSeconds() {
    run(TimeUnit.SECONDS.toNanos(10), 0);
    long silentSince = now;
    run(TimeUnit.MILLISECONDS.toNanos(2_700), 1);
    assertThat(health.isAlive(now)).as("%d ns later", now - silentSince).isFalse();
  }

  @Test
  void aTenthOfLostPingsIsNotItsDeath() {
    run(TimeUnit.SECONDS.toNanos(2), 0);
    for (int minute = 0; minute < 60; minute++) {
      run(TimeUnit.MINUTES.toNanos(1), 0.1);
      assertThat(health.isAlive(now)).as("minute " + minute).isTrue();
    }
    assertThat(health.aliveSinceNanos()).isLessThan(HOUR_NANOS + TimeUnit.SECONDS.toNanos(2));
  }

  @Test
  void anAnswerThatNobodyAskedForSaysNothing() {
    assertThat(health.answered(7, now)).isFalse();
    assertThat(health.isAlive(now)).isFalse();
  }

  /** Pings as often as the health wants, while there is traffic; answers come after the RTT. */
  private void run(long nanos, double loss) {
    long end = now + nanos;
    while (now < end) {
      if (health.isDue(true, now)) {
        int asked = ++sequence;
        health.sent(asked, now);
        if (random.nextDouble() >= loss) {
          health.answered(asked, now + RTT_NANOS);
        }
      }
      health.isAlive(now);
      now += Math.min(end - now, health.nextNanos(true, now));
    }
  }
}
