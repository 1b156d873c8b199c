package net.groupvpn.lab.bed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
  @Test
  void addsUserAndKernelTime() {
    String stat = "42 (java) S 1 42 42 0 -1 4194560 9000 100 2 0 1234 567 8 9 20 0 31 0 77 1 2 3\n";
    assertThat(ProcessStat.processorSeconds(stat)).isEqualTo(18.01);
    assertThat(ProcessStat.startTicks(stat)).isEqualTo(77);
  }

  @Test
  void aNameMayHoldSpacesAndBrackets() {
    String stat = "42 (a ) b (c) d) R 1 42 42 0 -1 4194560 9000 100 2 0 10 20 8 9 20 0 31 0\n";
    assertThat(ProcessStat.processorSeconds(stat)).isEqualTo(0.3);
  }
}
