package net.groupvpn.lab.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.groupvpn.lab.NeedsRoot;
import org.junit.jupiter.api.Test;

@NeedsRoot
class ReaperTest {
  private static final long SECONDS = 20;

  @Test
  void endsWhatItWatches() throws IOException {
    Process watched = sleeper();
    try (Reaper reaper = new Reaper("gvlab-reaper-none-")) {
      reaper.watch(watched.pid());
    }
    Await.until("it has ended", SECONDS, () -> !watched.isAlive());
  }

  @Test
  void leavesAloneWhoeverHasTheNumberOfAProcessThatEnded() throws IOException {
    Process other = sleeper();
    Process watched = sleeper();
    try (Reaper reaper = new Reaper("gvlab-reaper-none-")) {
      reaper.watch(other.pid(), ProcessStat.startTicks(ProcessStat.read(other.pid())) - 1);
      reaper.watch(watched.pid());
    }
    Await.until("the watched one has ended", SECONDS, () -> !watched.isAlive());
    assertThat(other.isAlive()).isTrue();
    other.destroy();
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }
}
