package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.FakeClock;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that starts with a wrong clock and cannot ask the portal for the time; later its clock
 * is corrected.
 */
@NeedsRoot
class WrongClockTest {
  private static final List<Duration> AHEAD =
      List.of(Duration.ofDays(2), Duration.ofHours(-3), Duration.ofDays(400));
  private static final long RUNNING_SECONDS = 60;
  private static final long JOINED_SECONDS = 10;

  @Test
  void aMemberJoinsWithinSecondsOfTheStepToTheRightTime(@TempDir Path folder) {
    FakeClock clock = new FakeClock(folder.resolve("clock"));
    try (LabGroup lab = new LabGroup("clock", List.of("alder", "birch"))) {
      lab.net().members().get(1).clock(clock);
      lab.up();
      Member birch = lab.member(1);
      birch.host().ip("route", "add", "blackhole", TwoSites.PORTAL_ADDRESS);
      for (Duration ahead : AHEAD) {
        birch.stop();
        clock.moveTo(ahead);
        birch.start();
        Await.until("birch runs", RUNNING_SECONDS, () -> isRunning(birch));
        boolean wasUp = birch.isUp();
        clock.moveTo(Duration.ZERO);
        long nanos =
            Await.until(
                "birch is in company, clock " + ahead,
                RUNNING_SECONDS,
                () -> birch.isUp() && birch.pings(lab.member(0).ipv4(), false));
        System.out.printf(
            "clock %s: %s before the step, pings %.1f s after it%n",
            ahead, wasUp ? "up" : "joining", nanos / 1e9);
        assertThat(nanos)
            .as("clock %s", ahead)
            .isLessThan(TimeUnit.SECONDS.toNanos(JOINED_SECONDS));
      }
    }
  }

  /** It stays up whatever its clock says, and answers. */
  private static boolean isRunning(Member member) {
    assertThat(member.process().isAlive()).as(member.process().output()).isTrue();
    return member.process().output().contains("looking for members") && isAnswering(member);
  }

  private static boolean isAnswering(Member member) {
    try {
      return !member.status().isEmpty();
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
