package net.groupvpn.lab.duels;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class UpperBoundTest {
  @Test
  void whatWasNeverSeenIsBoundedByTheRuleOfThree() {
    assertThat(UpperBound.of(0, 100_000)).isCloseTo(2.9957e-5, Offset.offset(1e-9));
  }

  @Test
  void boundsAreThoseOfTheBinomialDistribution() {
    assertThat(UpperBound.of(5, 100)).isCloseTo(0.10225, Offset.offset(1e-4));
    assertThat(UpperBound.of(3, 100_000)).isCloseTo(7.7536e-5, Offset.offset(1e-8));
  }

  @Test
  void withoutTriesNothingIsKnown() {
    assertThat(UpperBound.of(0, 0)).isEqualTo(1);
    assertThat(UpperBound.of(4, 4)).isEqualTo(1);
  }
}
