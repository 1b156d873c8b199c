package net.groupvpn.simulator.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SampleStatisticsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-3);

  @Test
  void theIntervalIsStudents() {
    SampleStatistics sample = SampleStatistics.of(new double[] {2, 4, Double.NaN, 4, 6});
    assertThat(sample.count()).isEqualTo(4);
    assertThat(sample.mean()).isEqualTo(4, CLOSE);
    assertThat(sample.p95()).isEqualTo(6, CLOSE);
    // Standard deviation 1.633, standard error 0.8165, t(3) = 3.182.
    assertThat(sample.low()).isEqualTo(4 - 2.598, CLOSE);
    assertThat(sample.high()).isEqualTo(4 + 2.598, CLOSE);
  }

  @Test
  void oneRunHasNoInterval() {
    assertThat(SampleStatistics.of(new double[] {3}).low()).isNaN();
    assertThat(SampleStatistics.of(new double[0]).mean()).isNaN();
  }

  @Test
  void numbersHaveNoExponents() {
    assertThat(ResultNumbers.text(1e-9)).isEqualTo("0");
    assertThat(ResultNumbers.text(1_000_000)).isEqualTo("1000000");
    assertThat(ResultNumbers.text(159.5)).isEqualTo("159.5");
    assertThat(ResultNumbers.text(Double.NaN)).isEmpty();
  }
}
