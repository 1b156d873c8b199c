package net.groupvpn.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  private final Sample sample = new Sample();

  @Test
  void whatWasMeasuredBeforeTheFailureStays() throws InterruptedException {
    sample.attempt(
        List.of(Metric.ROUND_TRIP_MIN, Metric.ROUND_TRIP_AVG),
        () -> {
          sample.put(Metric.ROUND_TRIP_MIN, 20);
          throw new IllegalStateException("it broke");
        });
    assertThat(sample.values()).containsOnlyKeys(Metric.ROUND_TRIP_MIN);
    assertThat(sample.failures()).containsOnlyKeys(Metric.ROUND_TRIP_AVG);
  }

  @Test
  void aNumberThatIsNoneIsAFailure() throws InterruptedException {
    sample.attempt(List.of(Metric.PROCESSOR), () -> sample.put(Metric.PROCESSOR, 1 / 0.0));
    assertThat(sample.values()).isEmpty();
    assertThat(sample.failures())
        .containsEntry(Metric.PROCESSOR, "cpu_s_per_gb cannot be Infinity");
  }
}
