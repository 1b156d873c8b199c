package net.groupvpn.lab.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.report.Progress;
import net.groupvpn.lab.vpn.Installation;
import net.groupvpn.lab.vpn.RunningSystem;
import net.groupvpn.lab.vpn.Underlay;
import net.groupvpn.lab.vpn.VpnSystem;

/**
 * Runs a plan: round one of every system, then round two, and so on, so that a temporary slowdown
 * of the machine affects all systems. Every system is restarted for each round and stopped after
 * it, so that only one is busy at a time.
 */
final class Bench {
  private final BenchPlan plan;
  private final Progress progress;
  private final Results results;

  Bench(BenchPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.results = new Results(plan.systems());
  }

  /** A round of measurements on a running system. */
  @FunctionalInterface
  private interface Round {
    Sample measure(RunningSystem running, Consumer<String> doing) throws InterruptedException;
  }

  Results run() throws InterruptedException {
    try (Testbed bed = new Testbed("pair")) {
      rounds(
          Underlay.pair(bed),
          plan.systems(),
          PairRound.metrics(plan),
          plan.pairSeconds(),
          (running, doing) -> new PairRound(plan, running).measure(doing));
    }
    if (!plan.many().isEmpty()) {
      try (Testbed bed = new Testbed("star")) {
        rounds(
            Underlay.star(bed, BenchPlan.PEERS),
            plan.many(),
            StarRound.METRICS,
            plan.starSeconds(),
            (running, doing) -> new StarRound(plan, running).measure(doing));
      }
    }
    return results;
  }

  private void rounds(
      Underlay net, List<VpnSystem> systems, List<Metric> metrics, int seconds, Round round)
      throws InterruptedException {
    Map<VpnSystem, Installation> installed = new LinkedHashMap<>();
    for (VpnSystem system : systems) {
      progress.doing("setting up " + system.name());
      installed.put(system, install(system, net));
    }
    for (int number = 1; number <= plan.rounds(); number++) {
      for (Map.Entry<VpnSystem, Installation> each : installed.entrySet()) {
        String name = each.getKey().name();
        progress.begin("round %d of %d: %s".formatted(number, plan.rounds(), name));
        Sample sample = measured(net, each.getValue(), metrics, round);
        results.add(name, sample);
        sample
            .failures()
            .forEach((metric, why) -> progress.say(name + ": no " + metric.key() + ": " + why));
        progress.done(seconds);
      }
    }
  }

  private Sample measured(
      Underlay net, Installation installation, List<Metric> metrics, Round round)
      throws InterruptedException {
    try (RunningSystem running = RunningSystem.start(net, installation)) {
      running.awaitReachable();
      return round.measure(running, progress::doing);
    } catch (RuntimeException e) {
      // Whatever failed with one system, the others must still be measured.
      Sample failed = new Sample();
      failed.fail(metrics, String.valueOf(e.getMessage()));
      return failed;
    }
  }

  /** A system whose setup failed fails at every start. */
  private Installation install(VpnSystem system, Underlay net) {
    try {
      return system.install(net);
    } catch (RuntimeException e) {
      progress.say(system.name() + " cannot be set up: " + e.getMessage());
      return running -> {
        throw new IllegalStateException("it could not be set up: " + e.getMessage(), e);
      };
    }
  }
}
