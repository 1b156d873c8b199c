package net.groupvpn.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.lab.vpn.RunningSystem;

/** One round with many peers: the hub sends TCP to all of them at once. */
final class StarRound {
  static final List<Metric> METRICS = List.of(Metric.EIGHT_PEERS);

  private final BenchPlan plan;
  private final RunningSystem running;
  private final Sample sample = new Sample();

  StarRound(BenchPlan plan, RunningSystem running) {
    this.plan = plan;
    this.running = running;
  }

  Sample measure(Consumer<String> doing) throws InterruptedException {
    doing.accept("warm-up with " + BenchPlan.PEERS + " peers");
    sample.attempt(List.of(), () -> toAll(BenchPlan.WARM_UP_SECONDS, 0));
    doing.accept(BenchPlan.PEERS + " peers at once");
    sample.attempt(
        METRICS,
        () -> sample.put(Metric.EIGHT_PEERS, toAll(plan.seconds(), BenchPlan.SLOW_START_SECONDS)));
    return sample;
  }

  /** The sum of the throughputs; if one peer fails, all have failed. */
  private double toAll(int seconds, int warmUpSeconds) {
    List<Iperf> runs = new ArrayList<>();
    try {
      for (int node = 1; node < running.size(); node++) {
        runs.add(
            Iperf.tcp(
                running.host(0),
                running.host(node),
                running.address(node),
                seconds,
                warmUpSeconds));
      }
      // Only now, so that they start together.
      runs.forEach(Iperf::start);
      return runs.stream()
          .map(Iperf::await)
          .mapToDouble(IperfReport::receivedMegabitsPerSecond)
          .sum();
    } finally {
      runs.forEach(Iperf::close);
    }
  }
}
