package net.groupvpn.lab.natgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GapsTest {
  @Test
  void theLongestThatEndedLatelyCounts() {
    List<Long> moments = List.of(100L, 3_000L, 3_100L, 3_900L, 4_000L);
    assertThat(Gaps.longestMillis(moments, 3_050, 4_050)).isEqualTo(800);
    assertThat(Gaps.longestMillis(moments, 2_000, 4_050)).isEqualTo(2_900);
  }

  /** Otherwise a flow that ends for good would look uninterrupted. */
  @Test
  void oneThatGoesOnCountsToo() {
    assertThat(Gaps.longestMillis(List.of(100L, 200L), 300, 4_300)).isEqualTo(4_100);
    assertThat(Gaps.longestMillis(List.of(), 300, 4_300)).isEqualTo(4_000);
  }
}
