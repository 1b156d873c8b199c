package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.overlay.io.BootClock;
import net.groupvpn.overlay.virtual.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LOOK = Duration.ofSeconds(2);

  private long bootNanos;
  private int steps;
  private final BootClock boot = () -> bootNanos;
  private final MovableClock machine = new MovableClock(NOON);
  private final GroupClock clock = new GroupClock(boot, machine);
  private final Notices notices = new Notices(machine);
  private final ClockWatch watch = new ClockWatch(clock, machine, boot, notices, () -> steps++);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aRightClockIsNoNews() {
    clock.onPortalTime(NOON.plusSeconds(20));
    look();
    look();
    assertThat(notices.all()).isEmpty();
    assertThat(steps).isZero();
  }

  @Test
  void aWrongClockIsSaidOnceAndPeersAreAskedByTheRightTime() {
    machine.set(NOON.plus(Duration.ofDays(20)));
    clock.onPortalTime(NOON);
    // The clock was wrong before the watch began: that is not a step.
    ClockWatch late = new ClockWatch(clock, machine, boot, notices, () -> steps++);
    late.look();
    late.look();
    assertThat(notices.all())
        .singleElement()
        .extracting(Notices.Notice::text)
        .asString()
        .contains("20 d 0 h ahead of the portal's");
    assertThat(steps).isEqualTo(1);

    machine.set(NOON.plusSeconds(4));
    late.look();
    assertThat(notices.all()).isEmpty();
    assertThat(steps).isEqualTo(2);
    late.close();
  }

  @Test
  void aStepIsNoticedAlsoWithoutThePortal() {
    look();
    machine.advance(Duration.ofHours(-3));
    look();
    look();
    assertThat(steps).isEqualTo(1);
  }

  @Test
  void aMachineThatWasPausedIsBelievedUntilThePortalSpeaksAgain() {
    clock.onPortalTime(NOON);
    look();
    machine.advance(Duration.ofHours(9));
    look();
    assertThat(clock.instant()).isEqualTo(machine.instant());
    assertThat(notices.all()).isEmpty();
    clock.onPortalTime(NOON);
    look();
    assertThat(notices.all()).hasSize(1);
  }

  private void look() {
    bootNanos += LOOK.toNanos();
    machine.advance(LOOK);
    watch.look();
  }
}
