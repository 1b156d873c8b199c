package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutstandingPingsTest {
  private final OutstandingPings pings = new OutstandingPings();

  @Test
  void anAnswerToAnEarlierPingTellsItsOwnAge() {
    pings.add(7, 100);
    pings.add(8, 200);
    assertThat(pings.ageNanos(7, 250)).isEqualTo(150);
    assertThat(pings.ageNanos(8, 250)).isEqualTo(50);
    assertThat(pings.ageNanos(9, 250)).isNegative();
  }

  @Test
  void onlyTheLastOnesAreKept() {
    int most = Keepalive.MAX_UNANSWERED_THOUGH_HEARD;
    for (int i = 0; i <= most; i++) {
      pings.add(i, i);
    }
    assertThat(pings.ageNanos(0, most)).isNegative();
    assertThat(pings.ageNanos(1, most)).isEqualTo(most - 1);
    assertThat(pings.ageNanos(most, most)).isZero();
  }

  @Test
  void afterAnAnswerNoneIsOut() {
    pings.add(7, 100);
    pings.clear();
    assertThat(pings.ageNanos(7, 101)).isNegative();
  }
}
