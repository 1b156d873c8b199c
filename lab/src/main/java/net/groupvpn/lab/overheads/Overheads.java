package net.groupvpn.lab.overheads;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.vpn.RunningSystem;
import net.groupvpn.lab.vpn.Underlay;

/** Measures one group after the other. */
final class Overheads {
  /** Pause after all are up, until tables have been exchanged and joining is over. */
  static final int SETTLING_SECONDS = 20;

  /** Pause after the pings have begun, until paths are stable. */
  static final int PATHS_SECONDS = 5;

  /** An idle group sends little and seldom, so it is measured this many times as long. */
  static final int IDLE_FACTOR = 3;

  private final int seconds;
  private final Progress progress;

  /** {@code seconds}: how long each row with active peers is measured. */
  Overheads(int seconds, Progress progress) {
    this.seconds = seconds;
    this.progress = progress;
  }

  /** Approximate duration for a group. */
  static double plannedSeconds(GroupSetup setup, int seconds) {
    double starting = setup.hasServer() ? 5 + setup.members() : 15 + 4.0 * setup.members();
    int busy = Activity.levels(setup.members()).size() - 1;
    return starting + SETTLING_SECONDS + IDLE_FACTOR * seconds + busy * (PATHS_SECONDS + seconds);
  }

  /** Returns a row for each level of activity. */
  List<OverheadRow> measure(GroupSetup setup) throws InterruptedException {
    progress.begin(setup.system().name() + ", " + setup.members() + " members");
    List<OverheadRow> rows = new ArrayList<>();
    try (Testbed bed = new Testbed("overheads")) {
      Underlay net = setup.underlay(bed);
      try (RunningSystem running = RunningSystem.start(net, setup.system().install(net))) {
        progress.doing("waiting until all reach each other");
        running.awaitReachable();
        Thread.sleep(SETTLING_SECONDS * 1_000L);
        for (int active : Activity.levels(setup.members())) {
          progress.doing(active + " peers active");
          rows.add(measure(setup, running, active));
        }
      }
    }
    progress.done(plannedSeconds(setup, seconds));
    return rows;
  }

  private OverheadRow measure(GroupSetup setup, RunningSystem running, int active)
      throws InterruptedException {
    List<HostProcess> pings = new ArrayList<>();
    try {
      for (int member = 1; member <= active; member++) {
        String target = running.address(setup.node(member));
        List<String> ping = List.of("ping", "-n", "-q", "-i", "1", target);
        pings.add(running.host(setup.node(0)).start("ping-" + target, ping));
      }
      OverheadMeter meter = new OverheadMeter(running);
      if (active == 0) {
        return setup.row(active, meter.measure(IDLE_FACTOR * seconds));
      }
      Thread.sleep(PATHS_SECONDS * 1_000L);
      return setup.row(active, meter.measure(seconds));
    } finally {
      pings.forEach(HostProcess::stop);
    }
  }
}
