package net.groupvpn.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeLeftTest {
  @Test
  void isThePlanAtFirst() {
    assertThat(new TimeLeft(100).seconds(10)).isEqualTo(90);
  }

  @Test
  void followsThePaceOfWhatIsDone() {
    TimeLeft left = new TimeLeft(100);
    left.done(20, 40);
    assertThat(left.seconds(40)).isEqualTo(160);
    assertThat(left.seconds(50)).isEqualTo(150);
  }

  @Test
  void isNeverLessThanNone() {
    TimeLeft left = new TimeLeft(100);
    left.done(100, 90);
    assertThat(left.seconds(200)).isZero();
    assertThat(left.toText(200)).isEqualTo("about 0 s left");
  }

  @Test
  void isToldInMinutesWhenLong() {
    assertThat(new TimeLeft(600).toText(0)).isEqualTo("about 10 min left");
  }
}
