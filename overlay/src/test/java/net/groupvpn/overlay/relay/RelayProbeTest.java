package net.groupvpn.overlay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class RelayProbeTest {
  private static final long RTT_NANOS = 20_000_000L;

  private final RelayProbe probe = new RelayProbe(NodeId.random(new Random(1)));
  private long nanos = 1_000_000_000L;
  private long token;

  private void answered() {
    probe.onSent(++token, nanos);
    nanos += RTT_NANOS;
    assertThat(probe.onAnswer(token, nanos)).isTrue();
  }

  private void missed() {
    probe.onSent(++token, nanos);
    nanos += probe.timeoutNanos();
    probe.onMissed();
  }

  @Test
  void itIsUsableOnceItHasAnswered() {
    assertThat(probe.isUsable()).isFalse();
    answered();
    assertThat(probe.isUsable()).isTrue();
    assertThat(probe.rttNanos()).isEqualTo(RTT_NANOS);
  }

  @Test
  void twoMissesInARowMakeItDeadAndAnAnswerAlive() {
    answered();
    missed();
    assertThat(probe.isDead()).isFalse();
    assertThat(probe.isUsable()).isFalse();
    missed();
    assertThat(probe.isDead()).isTrue();
    answered();
    assertThat(probe.isUsable()).isTrue();
  }

  @Test
  void onlyTheAnswerToTheLastCheckCounts() {
    probe.onSent(1, nanos);
    assertThat(probe.onAnswer(2, nanos)).isFalse();
    assertThat(probe.onAnswer(1, nanos)).isTrue();
    assertThat(probe.onAnswer(1, nanos)).isFalse();
  }

  @Test
  void lossIsCountedOfManyChecksAndNotOfOne() {
    missed();
    answered();
    missed();
    for (int i = 0; i < 20; i++) {
      answered();
    }
    assertThat(probe.loss()).isZero();
    for (int i = 0; i < 4; i++) {
      missed();
      answered();
    }
    assertThat(probe.loss()).isBetween(0.1, 0.2);
  }
}
