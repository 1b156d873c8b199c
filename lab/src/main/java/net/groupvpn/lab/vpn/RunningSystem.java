package net.groupvpn.lab.vpn;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;

/** The running processes of a system, and the addresses of the nodes inside it. */
public final class RunningSystem implements AutoCloseable {
  private static final long REACH_SECONDS = 40;

  private final Underlay net;
  private final List<HostProcess> nodes = new ArrayList<>();
  private final List<HostProcess> helpers = new ArrayList<>();
  private List<String> addresses = List.of();

  private RunningSystem(Underlay net) {
    this.net = net;
  }

  /**
   * Starts a system; if that fails, stops everything that it had started.
   *
   * @throws RuntimeException if a node did not start
   */
  public static RunningSystem start(Underlay net, Installation installation) {
    RunningSystem running = new RunningSystem(net);
    boolean started = false;
    try {
      installation.start(running);
      started = true;
      return running;
    } finally {
      if (!started) {
        running.close();
      }
    }
  }

  /** Sets the addresses of the nodes inside the system, the hub's first. */
  RunningSystem addresses(List<String> ofNodes) {
    addresses = List.copyOf(ofNodes);
    return this;
  }

  /** Adds the process of the next node, the hub first. */
  RunningSystem node(HostProcess process) {
    nodes.add(process);
    return this;
  }

  /** Adds a process that may carry traffic but is on no node. */
  RunningSystem helper(HostProcess process) {
    helpers.add(process);
    return this;
  }

  /** The address of a node inside the system. */
  public String address(int node) {
    return addresses.get(node);
  }

  public Host host(int node) {
    return net.node(node);
  }

  /** Number of nodes, including the hub. */
  public int size() {
    return net.size();
  }

  /** The process on each node, the hub first; empty where the system has none. */
  public List<HostProcess> nodes() {
    return List.copyOf(nodes);
  }

  /** All processes that may carry traffic. */
  public List<HostProcess> processes() {
    List<HostProcess> all = new ArrayList<>(nodes);
    all.addAll(helpers);
    return all;
  }

  /** Waits until every node pings the hub. */
  public RunningSystem awaitReachable() {
    for (int node = 1; node < size(); node++) {
      Host from = host(node);
      Await.until(
          from.name() + " pings " + address(0),
          REACH_SECONDS,
          () -> {
            checkAlive();
            return from.tryExec("ping", "-n", "-c1", "-W1", address(0)).isSuccess();
          });
    }
    return this;
  }

  private void checkAlive() {
    for (HostProcess process : processes()) {
      if (!process.isAlive()) {
        throw new IllegalStateException("a process ended: " + process.output().strip());
      }
    }
  }

  /** Stops all processes at once. */
  @Override
  public void close() {
    processes().parallelStream().forEach(HostProcess::stop);
  }
}
