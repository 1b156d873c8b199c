package net.groupvpn.lab.bench;

import static net.groupvpn.lab.bench.BenchPlan.SLOW_START_SECONDS;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.vpn.RunningSystem;

/** One round on two nodes: B is the hub, A the other node. */
final class PairRound {
  private static final int PINGS = 200;
  private static final String PING_SECONDS = "0.005";
  private static final int LOADED_PINGS_PER_SECOND = 50;
  private static final int STREAMS = 8;

  private final BenchPlan plan;
  private final RunningSystem running;
  private final Host a;
  private final Host b;
  private final String target;
  private final Sample sample = new Sample();

  PairRound(BenchPlan plan, RunningSystem running) {
    this.plan = plan;
    this.running = running;
    this.a = running.host(1);
    this.b = running.host(0);
    this.target = running.address(0);
  }

  /** The metrics of a round. */
  static List<Metric> metrics(BenchPlan plan) {
    Set<Metric> metrics = EnumSet.complementOf(EnumSet.of(Metric.EIGHT_PEERS));
    if (!plan.thorough()) {
      metrics.remove(Metric.EIGHT_STREAMS);
    }
    return List.copyOf(metrics);
  }

  /** Measures everything, in this order; {@code doing} gets a description of each step. */
  Sample measure(Consumer<String> doing) throws InterruptedException {
    doing.accept("warm-up");
    sample.attempt(List.of(), this::warmUp);
    doing.accept("TCP A>B");
    sample.attempt(List.of(Metric.TCP_AB), this::tcpThere);
    doing.accept("TCP B>A");
    sample.attempt(List.of(Metric.TCP_BA), () -> tcp(Metric.TCP_BA, "-R"));
    doing.accept("64-byte UDP packets");
    sample.attempt(List.of(Metric.SMALL_PACKETS), this::smallPackets);
    doing.accept("round trips");
    sample.attempt(List.of(Metric.ROUND_TRIP_MIN, Metric.ROUND_TRIP_AVG), this::roundTrips);
    doing.accept("ping under load");
    sample.attempt(List.of(Metric.LOADED_PING, Metric.LOADED_PING_99), this::loadedPing);
    if (plan.thorough()) {
      doing.accept("8 streams");
      sample.attempt(
          List.of(Metric.EIGHT_STREAMS),
          () -> tcp(Metric.EIGHT_STREAMS, "-P", String.valueOf(STREAMS)));
    }
    if (!running.nodes().isEmpty()) {
      sample.attempt(Metric.OF_PROCESSES, this::memory);
    }
    return sample;
  }

  private void warmUp() {
    try (Iperf there = Iperf.tcp(a, b, target, BenchPlan.WARM_UP_SECONDS, 0)) {
      there.start().await();
    }
    try (Iperf back = Iperf.tcp(a, b, target, BenchPlan.WARM_UP_BACK_SECONDS, 0, "-R")) {
      back.start().await();
    }
  }

  private void tcpThere() {
    double before = processorSeconds();
    try (Iperf iperf = Iperf.tcp(a, b, target, plan.seconds(), SLOW_START_SECONDS)) {
      IperfReport report = iperf.start().await();
      sample.put(Metric.TCP_AB, report.receivedMegabitsPerSecond());
      if (!running.nodes().isEmpty()) {
        double used = processorSeconds() - before;
        sample.put(Metric.PROCESSOR, used / (report.bytesWithWarmUp() / 1e9));
      }
    }
  }

  private double processorSeconds() {
    return running.processes().stream().mapToDouble(HostProcess::processorSeconds).sum();
  }

  private void tcp(Metric metric, String... options) {
    try (Iperf iperf = Iperf.tcp(a, b, target, plan.seconds(), SLOW_START_SECONDS, options)) {
      sample.put(metric, iperf.start().await().receivedMegabitsPerSecond());
    }
  }

  private void smallPackets() {
    List<String> options =
        List.of("-u", "-b", "0", "-l", "64", "-t", String.valueOf(plan.seconds()));
    try (Iperf iperf = new Iperf(a, b, target, plan.seconds(), options)) {
      sample.put(Metric.SMALL_PACKETS, iperf.start().await().receivedPacketsPerSecond());
    }
  }

  private void roundTrips() {
    Commands.Result result =
        a.tryExec("ping", "-n", "-c" + PINGS, "-i", PING_SECONDS, "-W1", target);
    PingReport report = PingReport.parse(result.output());
    sample.put(Metric.ROUND_TRIP_MIN, report.minMicros());
    sample.put(Metric.ROUND_TRIP_AVG, report.averageMicros());
  }

  /** The pings start when TCP has filled the queues, and end before TCP does. */
  private void loadedPing() throws InterruptedException {
    int seconds = Math.max(1, plan.seconds() - 1);
    try (Iperf load = Iperf.tcp(a, b, target, plan.seconds() + 1, 0).start()) {
      Thread.sleep(1_000);
      String count = "-c" + seconds * LOADED_PINGS_PER_SECOND;
      String interval = String.valueOf(1.0 / LOADED_PINGS_PER_SECOND);
      Commands.Result result = a.tryExec("ping", "-n", count, "-i", interval, "-W1", target);
      load.await().receivedMegabitsPerSecond();
      PingReport report = PingReport.parse(result.output());
      sample.put(Metric.LOADED_PING, report.medianMillis());
      sample.put(Metric.LOADED_PING_99, report.highMillis());
    }
  }

  private void memory() {
    HostProcess atA = running.nodes().get(1);
    HostProcess atB = running.nodes().get(0);
    sample.put(Metric.RESIDENT_A, atA.residentMebibytes());
    sample.put(Metric.RESIDENT_B, atB.residentMebibytes());
    sample.put(Metric.PEAK_A, atA.peakResidentMebibytes());
    sample.put(Metric.PEAK_B, atB.peakResidentMebibytes());
  }
}
