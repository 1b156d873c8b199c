package net.groupvpn.simulator.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CompareCommandTest {
  @Test
  void aChangeIsInPercentWhereThereIsSomethingToCompareWith() {
    assertThat(CompareCommand.change(4, 5)).isEqualTo("+25.00 %");
    assertThat(CompareCommand.change(4, 4)).isEqualTo("+0.00 %");
    assertThat(CompareCommand.change(0, 0)).isEqualTo("same");
    assertThat(CompareCommand.change(0, 5)).isEqualTo("from 0");
  }
}
