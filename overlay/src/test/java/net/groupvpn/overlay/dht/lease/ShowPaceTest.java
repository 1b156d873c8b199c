package net.groupvpn.overlay.dht.lease;

import static net.groupvpn.overlay.dht.lease.ShowPace.FIRST_NANOS;
import static net.groupvpn.overlay.dht.lease.ShowPace.MAX_IN_A_ROW;
import static net.groupvpn.overlay.dht.lease.ShowPace.NOT_NOW;
import static net.groupvpn.overlay.dht.lease.ShowPace.QUIET_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShowPaceTest {
  private final ShowPace pace = new ShowPace();

  @Test
  void itWaitsTwiceAsLongEachTimeAndThenForAWhile() {
    long now = 0;
    for (int i = 0; i < MAX_IN_A_ROW; i++) {
      assertThat(pace.next(now)).isEqualTo(FIRST_NANOS << i);
      now += FIRST_NANOS << i;
    }
    assertThat(now + pace.next(now)).isGreaterThan(QUIET_NANOS);
  }

  @Test
  void whoeverHasToWaitIsToldToComeBackAndBeginsAnew() {
    long now = 0;
    for (int i = 0; i < MAX_IN_A_ROW; i++) {
      now += Math.max(pace.next(now), FIRST_NANOS);
    }
    now += pace.next(now);
    assertThat(pace.next(now)).isEqualTo(FIRST_NANOS);
  }

  @Test
  void whatWasPlannedAMomentAgoIsNotPlannedAgain() {
    pace.next(0);
    assertThat(pace.next(FIRST_NANOS - 1)).isEqualTo(NOT_NOW);
  }

  @Test
  void howeverOftenItIsAskedItShowsFewTimesAnHour() {
    Set<Long> shows = new HashSet<>();
    long end = TimeUnit.HOURS.toNanos(1);
    for (long now = 0; now < end; now += FIRST_NANOS) {
      long delay = pace.next(now);
      if (delay != NOT_NOW) {
        shows.add(now + delay);
      }
    }
    assertThat(shows).hasSizeLessThanOrEqualTo((MAX_IN_A_ROW + 1) * 13);
  }
}
