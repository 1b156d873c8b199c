package net.groupvpn.overlay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class HysteresisTest {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final RelaySelection LATENCY = new LatencySelection();
  private static final RelayCandidate CURRENT = relay(1, 40);
  private static final RelayCandidate SLIGHTLY_BETTER = relay(2, 36);
  private static final RelayCandidate MUCH_BETTER = relay(3, 10);

  private final Hysteresis hysteresis = new Hysteresis();
  private long nanos = TimeUnit.HOURS.toNanos(1);

  private static RelayCandidate relay(int number, long rttMillis) {
    NodeId node = NodeId.random(new Random(number));
    return new RelayCandidate(node, TimeUnit.MILLISECONDS.toNanos(rttMillis), 0, 0, 0);
  }

  /** The number of seconds of the same view after which it moves; -1 if not within a minute. */
  private int secondsUntilMove(RelayCandidate best) {
    for (int second = 0; second < 60; second++) {
      if (hysteresis.isTimeToMove(LATENCY, CURRENT, best, nanos)) {
        return second;
      }
      nanos += SECOND_NANOS;
    }
    return -1;
  }

  @Test
  void aMuchBetterOneIsMovedToAfterAWhile() {
    assertThat(secondsUntilMove(MUCH_BETTER)).isEqualTo(10);
  }

  @Test
  void aSlightlyBetterOneIsNot() {
    assertThat(secondsUntilMove(SLIGHTLY_BETTER)).isEqualTo(-1);
    assertThat(secondsUntilMove(CURRENT)).isEqualTo(-1);
  }

  @Test
  void soonAfterTheFirstChoiceTheBestIsGoodEnough() {
    hysteresis.onFound(nanos);
    assertThat(secondsUntilMove(SLIGHTLY_BETTER)).isEqualTo(2);
  }

  @Test
  void oneThatIsBetterNowAndThenIsNotMovedTo() {
    for (int i = 0; i < 100; i++) {
      nanos += 5 * SECOND_NANOS;
      RelayCandidate best = i % 2 == 0 ? MUCH_BETTER : CURRENT;
      assertThat(hysteresis.isTimeToMove(LATENCY, CURRENT, best, nanos)).isFalse();
    }
  }
}
