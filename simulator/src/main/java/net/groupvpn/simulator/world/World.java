package net.groupvpn.simulator.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.virtual.SimulatedNetwork;

/**
 * Nodes of one overlay in virtual time. All nodes start with the first few as their seeds. One
 * thread; everything depends on the settings' seed alone.
 */
public final class World {
  /** Number of nodes that others know at first. */
  public static final int SEEDS = 3;

  private final Kernel kernel;
  private final SimulatedNetwork network;
  private final List<SimulatedMachine> machines = new ArrayList<>();

  /** An empty world; {@code meter} counts events for a progress display. */
  public World(WorldSettings settings, LongAdder meter) {
    this.network =
        new SimulatedNetwork(
            settings.seed(),
            settings.latencies(),
            settings.conditions(),
            handled -> {
              SimulationStopped.throwIfInterrupted();
              meter.add(handled);
            });
    this.kernel = network.kernel();
    // Without NAT boxes nobody needs TCP.
    boolean hasStreams =
        IntStream.range(0, settings.sites().length)
            .anyMatch(number -> settings.nats().apply(number) != NatType.OPEN);
    for (int site : settings.sites()) {
      int number = machines.size();
      Supplier<Security> security = settings.securities().next(kernel.random());
      SimulatedHost host = network.addHost(site, settings.nats().apply(number));
      machines.add(new SimulatedMachine(host, security, settings.density(), hasStreams));
    }
  }

  /** Virtual time and events. */
  public Kernel kernel() {
    return kernel;
  }

  /** The network, to change its conditions. */
  public SimulatedNetwork network() {
    return network;
  }

  /** All machines by number, running or not. */
  public List<SimulatedMachine> machines() {
    return Collections.unmodifiableList(machines);
  }

  /** The machines whose node runs. */
  public List<SimulatedMachine> running() {
    return machines.stream().filter(SimulatedMachine::isUp).toList();
  }

  /** Starts all nodes one after another, at this interval. */
  public void startAll(Duration between) {
    for (SimulatedMachine machine : machines) {
      machine.start();
      kernel.runFor(between);
    }
  }

  /** Number of nodes that run and have joined others. */
  public int joined() {
    return (int) machines.stream().filter(SimulatedMachine::hasJoined).count();
  }

  /** Runs until every running node has joined; false if that takes longer. */
  public boolean runUntilJoined(Duration limit) {
    return kernel.runUntil(
        () -> machines.stream().allMatch(machine -> !machine.isUp() || machine.hasJoined()), limit);
  }

  /** Runs for that long. */
  public void runFor(Duration duration) {
    kernel.runFor(duration);
  }

  /** Bytes of UDP payload sent by all hosts. */
  public long sentBytes() {
    return machines.stream().mapToLong(machine -> machine.host().sentBytes()).sum();
  }

  /** Datagrams sent by all hosts. */
  public long sentDatagrams() {
    return machines.stream().mapToLong(machine -> machine.host().sentDatagrams()).sum();
  }
}
