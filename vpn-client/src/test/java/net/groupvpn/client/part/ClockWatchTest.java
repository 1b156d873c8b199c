package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.overlay.io.BootClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LOOK = Duration.ofSeconds(2);

  private long bootNanos;
  private Instant machineTime = NOON;
  private int steps;
  private final BootClock boot = () -> bootNanos;
  private final Clock machine = new Machine();
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
    machineTime = NOON.plus(Duration.ofDays(20));
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

    machineTime = NOON.plusSeconds(4);
    late.look();
    assertThat(notices.all()).isEmpty();
    assertThat(steps).isEqualTo(2);
    late.close();
  }

  @Test
  void aStepIsNoticedAlsoWithoutThePortal() {
    look();
    machineTime = machineTime.minus(Duration.ofHours(3));
    look();
    look();
    assertThat(steps).isEqualTo(1);
  }

  @Test
  void aMachineThatWasPausedIsBelievedUntilThePortalSpeaksAgain() {
    clock.onPortalTime(NOON);
    look();
    machineTime = machineTime.plus(Duration.ofHours(9));
    look();
    assertThat(clock.instant()).isEqualTo(machineTime);
    assertThat(notices.all()).isEmpty();
    clock.onPortalTime(NOON);
    look();
    assertThat(notices.all()).hasSize(1);
  }

  private void look() {
    bootNanos += LOOK.toNanos();
    machineTime = machineTime.plus(LOOK);
    watch.look();
  }

  private final class Machine extends Clock {
    @Override
    public Instant instant() {
      return machineTime;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
