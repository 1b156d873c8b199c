package net.groupvpn.lab.endurance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.bench.Iperf;
import net.groupvpn.lab.link.LinkSettings;
import net.groupvpn.lab.report.Median;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.vpn.Installation;
import net.groupvpn.lab.vpn.RunningSystem;
import net.groupvpn.lab.vpn.Underlay;
import net.groupvpn.lab.vpn.VpnSystem;
import net.groupvpn.lab.vpn.VpnSystems;

/** TCP over a bad link, alternately with and without the tunnel. */
final class RoughRun {
  private static final List<String> SYSTEMS = List.of("bare", "groupvpn");
  private static final int WARM_UP_SECONDS = 1;

  /** One-way delay: without one, losses cost almost nothing. */
  static final double DELAY_MILLIS = 5;

  /** So low that the link itself, a process on the same machine, is not the bottleneck. */
  static final double MEGABITS = 500;

  private static final double SHARE = 0.05;
  private static final LinkSettings DELAYED =
      LinkSettings.CLEAN.withDelay(DELAY_MILLIS).withRate(MEGABITS);

  /** The links, by their fault. */
  static final Map<String, LinkSettings> LINKS = links();

  private final int rounds;
  private final int seconds;
  private final Progress progress;

  /** Megabits per second: medians over the rounds. */
  record Result(String link, double bare, double tunnel) {
    double ratio() {
      return tunnel / bare;
    }
  }

  RoughRun(int rounds, int seconds, Progress progress) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.progress = progress;
  }

  private static Map<String, LinkSettings> links() {
    Map<String, LinkSettings> links = new LinkedHashMap<>();
    links.put("nothing bad", DELAYED);
    links.put("5 % lost", DELAYED.withLoss(SHARE));
    links.put("5 % doubled, 5 % late", DELAYED.withDisorder(SHARE, SHARE));
    return links;
  }

  Result over(String link, LinkSettings settings) {
    Map<String, List<Double>> measured = new LinkedHashMap<>();
    try (Testbed bed = new Testbed("rough")) {
      Underlay net = Underlay.pair(bed, settings);
      Map<VpnSystem, Installation> installed = new LinkedHashMap<>();
      VpnSystems.named(SYSTEMS, null).forEach(each -> installed.put(each, each.install(net)));
      for (int round = 1; round <= rounds; round++) {
        for (Map.Entry<VpnSystem, Installation> each : installed.entrySet()) {
          String name = each.getKey().name();
          progress.begin("%s, round %d of %d: %s".formatted(link, round, rounds, name));
          double speed = measure(net, each.getValue());
          measured.computeIfAbsent(name, key -> new ArrayList<>()).add(speed);
          progress.done(seconds);
        }
      }
    }
    return new Result(link, median(measured, SYSTEMS.get(0)), median(measured, SYSTEMS.get(1)));
  }

  private static double median(Map<String, List<Double>> measured, String system) {
    return Median.of(measured.getOrDefault(system, List.of()));
  }

  private double measure(Underlay net, Installation installation) {
    try (RunningSystem running = RunningSystem.start(net, installation).awaitReachable();
        Iperf iperf =
            Iperf.tcp(
                running.host(1), running.host(0), running.address(0), seconds, WARM_UP_SECONDS)) {
      return iperf.start().await().receivedMegabitsPerSecond();
    }
  }
}
