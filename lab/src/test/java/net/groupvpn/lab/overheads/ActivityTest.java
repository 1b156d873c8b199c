package net.groupvpn.lab.overheads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivityTest {
  @Test
  void goesFromNoneOverHalfToAllOthers() {
    assertThat(Activity.levels(32)).containsExactly(0, 1, 16, 31);
    assertThat(Activity.levels(8)).containsExactly(0, 1, 4, 7);
  }

  @Test
  void smallGroupsHaveEachLevelOnce() {
    assertThat(Activity.levels(2)).containsExactly(0, 1);
    assertThat(Activity.levels(3)).containsExactly(0, 1, 2);
  }
}
