package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitTrafficTest {
  private final ExitTraffic traffic = new ExitTraffic();

  @Test
  void aDownloadIsTraffic() {
    assertThat(traffic.isBusy(100, 900)).isTrue();
    assertThat(traffic.isBusy(100, 900)).isFalse();
  }

  @Test
  void pingsThatAreAnsweredAreNone() {
    assertThat(traffic.isBusy(84, 84)).isFalse();
    assertThat(traffic.isBusy(168, 168)).isFalse();
  }

  @Test
  void oneConnectionThatNothingAnswersIsTraffic() {
    traffic.isBusy(84, 84);
    assertThat(traffic.isBusy(84 + 60, 84)).isTrue();
  }
}
