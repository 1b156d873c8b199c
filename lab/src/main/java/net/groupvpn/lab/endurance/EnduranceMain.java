package net.groupvpn.lab.endurance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.link.LinkSettings;
import net.groupvpn.lab.report.LabCommand;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.vpn.RunningSystem;
import net.groupvpn.lab.vpn.Underlay;
import net.groupvpn.lab.vpn.VpnSystems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Much data over a clean link, then TCP over bad ones. */
@Command(
    name = "endurance",
    mixinStandardHelpOptions = true,
    description =
        "Checks that everything arrives unchanged and in order, and measures TCP on bad links.")
public final class EnduranceMain extends LabCommand {
  private static final String HEADING = "Whole, in order, and on bad links";
  private static final double CLEAN_SECONDS_PER_GIGABYTE = 15;

  @Option(
      names = "--gigabytes",
      defaultValue = "10",
      description = "Over the clean link, by TCP and by UDP. Default: ${DEFAULT-VALUE}")
  private int gigabytes = 10;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "On each bad link. Default: ${DEFAULT-VALUE}")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Of each round. Default: ${DEFAULT-VALUE}")
  private int seconds = 8;

  private EnduranceMain() {}

  public static void main(String[] args) {
    run(new EnduranceMain(), args);
  }

  @Override
  protected boolean measure() throws IOException {
    MachineInfo machine = MachineInfo.here();
    EnduranceReport report = report(machine);
    System.out.print(report.toMarkdown());
    record(HEADING, report.toMarkdown());
    return report.isWhole();
  }

  private EnduranceReport report(MachineInfo machine) {
    double cleanSeconds = gigabytes * CLEAN_SECONDS_PER_GIGABYTE;
    double planned = cleanSeconds + 2.0 * RoughRun.LINKS.size() * rounds * seconds;
    try (Progress progress = progress(planned)) {
      progress.begin(gigabytes + " GB over a clean link");
      CleanRun.Result clean = clean();
      progress.done(cleanSeconds);
      RoughRun rough = new RoughRun(rounds, seconds, progress);
      List<RoughRun.Result> results = new ArrayList<>();
      for (Map.Entry<String, LinkSettings> link : RoughRun.LINKS.entrySet()) {
        results.add(rough.over(link.getKey(), link.getValue()));
      }
      return new EnduranceReport(machine, rounds, clean, results);
    }
  }

  private CleanRun.Result clean() {
    try (Testbed bed = new Testbed("clean")) {
      Underlay net = Underlay.pair(bed);
      try (RunningSystem running =
          RunningSystem.start(
              net, VpnSystems.named(List.of("groupvpn"), null).get(0).install(net))) {
        return new CleanRun(running.awaitReachable(), gigabytes).run();
      }
    }
  }
}
