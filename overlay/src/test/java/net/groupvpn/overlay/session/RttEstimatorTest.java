package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
  private static final long MILLI = 1_000_000;

  private final RttEstimator rtt = new RttEstimator();

  @Test
  void aColdStartIsForgottenWithTheNextSample() {
    rtt.sample(400 * MILLI);
    rtt.sample(2 * MILLI);

    assertThat(rtt.nanos()).isEqualTo(2 * MILLI);
  }

  @Test
  void laterSamplesAreSmoothed() {
    for (int i = 0; i < RttEstimator.FIRST_SAMPLES; i++) {
      rtt.sample(8 * MILLI);
    }
    rtt.sample(16 * MILLI);

    assertThat(rtt.nanos()).isEqualTo(9 * MILLI);
  }

  @Test
  void anotherPathBeginsAnew() {
    rtt.sample(2 * MILLI);
    rtt.restart(50 * MILLI);
    rtt.sample(40 * MILLI);

    assertThat(rtt.nanos()).isEqualTo(40 * MILLI);
  }
}
