package net.groupvpn.lab.overheads;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.overheads.OverheadRow.Cost;
import net.groupvpn.lab.report.Stopwatch;
import net.groupvpn.lab.vpn.RunningSystem;

/** Measures all nodes of a running system over the same time. */
final class OverheadMeter {
  private static final String SENT_BYTES = "cat /sys/class/net/eth*/statistics/tx_bytes";
  private static final double PERCENT = 100;

  private final RunningSystem running;

  OverheadMeter(RunningSystem running) {
    this.running = running;
  }

  /** The cost of each node, the hub first, over that time from now on. */
  List<Cost> measure(int seconds) throws InterruptedException {
    List<Long> sentBefore = sentBytes();
    List<Double> usedBefore = processorSeconds();
    Stopwatch watch = new Stopwatch();
    Thread.sleep(seconds * 1_000L);
    List<Long> sent = sentBytes();
    List<Double> used = processorSeconds();
    double elapsed = watch.seconds();
    List<Cost> costs = new ArrayList<>();
    for (int node = 0; node < running.size(); node++) {
      costs.add(
          new Cost(
              running.nodes().get(node).residentMebibytes(),
              (sent.get(node) - sentBefore.get(node)) / elapsed,
              (used.get(node) - usedBefore.get(node)) / elapsed * PERCENT));
    }
    return costs;
  }

  private List<Double> processorSeconds() {
    return running.nodes().stream().map(HostProcess::processorSeconds).toList();
  }

  /** On all external interfaces, including those to a portal. */
  private List<Long> sentBytes() {
    List<Long> sent = new ArrayList<>();
    for (int node = 0; node < running.size(); node++) {
      Host host = running.host(node);
      String counters = host.exec("sh", "-c", SENT_BYTES);
      sent.add(counters.lines().mapToLong(line -> Long.parseLong(line.strip())).sum());
    }
    return sent;
  }
}
