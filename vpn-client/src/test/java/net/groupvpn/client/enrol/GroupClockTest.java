package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.groupvpn.overlay.virtual.MovableClock;
import org.junit.jupiter.api.Test;

class GroupClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private long bootNanos;
  private final MovableClock machine = new MovableClock(NOON);
  private final GroupClock clock = new GroupClock(() -> bootNanos, machine);

  @Test
  void theMachinesTimeCountsUntilThePortalHasSpokenAndWhileItAgrees() {
    assertThat(clock.instant()).isEqualTo(NOON);
    clock.onPortalTime(NOON.plusSeconds(30));
    assertThat(clock.instant()).isEqualTo(NOON);
    assertThat(clock.isMachineWrong()).isFalse();
  }

  @Test
  void aWrongMachineGoesByThePortalsTimeWhichRunsOn() {
    machine.set(NOON.plus(Duration.ofDays(20)));
    clock.onPortalTime(NOON);
    pass(Duration.ofHours(2));
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(2)));
    assertThat(clock.wallMillis()).isEqualTo(clock.millis());
    assertThat(clock.ahead()).isEqualTo(Duration.ofDays(20));
  }

  @Test
  void aClockThatIsSetRightIsUsedAtOnce() {
    machine.set(NOON.minus(Duration.ofHours(3)));
    clock.onPortalTime(NOON);
    assertThat(clock.instant()).isEqualTo(NOON);
    machine.set(NOON.plusMillis(7));
    assertThat(clock.isMachineWrong()).isFalse();
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(7));
  }

  @Test
  void itIsSaidByHowMuch() {
    assertThat(ClockText.of(Duration.ofHours(-3)))
        .startsWith("this machine's clock is 3 h 0 min behind the portal's");
    assertThat(ClockText.of(Duration.ofDays(400).plusHours(1))).contains("400 d 1 h ahead of");
    assertThat(ClockText.of(Duration.ofSeconds(301))).contains("5 min 1 s ahead of");
  }

  private void pass(Duration time) {
    bootNanos += time.toNanos();
    machine.advance(time);
  }
}
