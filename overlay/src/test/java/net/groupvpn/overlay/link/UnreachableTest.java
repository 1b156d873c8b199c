package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class UnreachableTest {
  private static final long LOST_NANOS = 1_000;
  private static final long OVER_NANOS = LOST_NANOS + Unreachable.LATELY_NANOS;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Unreachable unreachable = new Unreachable();
  private final NodeId peer = NodeId.random(random);

  private long pauseAfterAFailureAt(long nowNanos) {
    unreachable.onNoPath(peer, nowNanos);
    long pause = 0;
    while (unreachable.isPaused(peer, nowNanos + pause)) {
      pause += Unreachable.PAUSE_AFTER_LOSS_NANOS;
    }
    return pause;
  }

  @Test
  void whoWasReachedUntilLatelyIsTriedAgainAtShortIntervals() {
    unreachable.onPathLost(peer, LOST_NANOS);
    for (long now = LOST_NANOS; now < OVER_NANOS; now += Unreachable.FIRST_PAUSE_NANOS) {
      assertThat(pauseAfterAFailureAt(now)).isEqualTo(Unreachable.PAUSE_AFTER_LOSS_NANOS);
    }
    assertThat(pauseAfterAFailureAt(OVER_NANOS)).isEqualTo(Unreachable.FIRST_PAUSE_NANOS);
    assertThat(pauseAfterAFailureAt(OVER_NANOS)).isEqualTo(2 * Unreachable.FIRST_PAUSE_NANOS);
  }

  @Test
  void whoWasReachedInBetweenIsNotLost() {
    unreachable.onPathLost(peer, LOST_NANOS);
    unreachable.onReached(peer);
    assertThat(pauseAfterAFailureAt(LOST_NANOS)).isEqualTo(Unreachable.FIRST_PAUSE_NANOS);
  }

  @Test
  void ofManyThatWereLostTheLatestAreTriedSoOften() {
    unreachable.onPathLost(peer, LOST_NANOS);
    for (int i = 0; i < Unreachable.MAX_LOST; i++) {
      unreachable.onPathLost(NodeId.random(random), LOST_NANOS);
    }
    assertThat(pauseAfterAFailureAt(LOST_NANOS)).isEqualTo(Unreachable.FIRST_PAUSE_NANOS);
  }
}
