package net.groupvpn.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.virtual.UniformLatencies;
import net.groupvpn.simulator.world.Securities;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/**
 * Nodes start one after another, with the first ones as their seeds, on a network with a one-way
 * delay of 5 to 50 ms. When all have joined and settled, random routes are followed link by link,
 * as each node on the way would choose the next one.
 */
final class JoinSimulation {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final long MIN_DELAY_NANOS = 5_000_000;
  private static final long MAX_DELAY_NANOS = 50_000_000;
  private static final int ROUTES_PER_NODE = 10;
  private static final int MAX_HOPS = 64;

  private final int count;
  private final long seed;
  private final JoinProgress progress;
  private final World world;
  private final Map<NodeId, SimulatedMachine> byId = new HashMap<>();

  JoinSimulation(int count, long seed, Securities securities, JoinProgress progress) {
    this.count = count;
    this.seed = seed;
    this.progress = progress;
    UniformLatencies latencies =
        new UniformLatencies(count, seed, MIN_DELAY_NANOS, MAX_DELAY_NANOS);
    int[] sites = IntStream.range(0, count).toArray();
    WorldSettings settings = WorldSettings.plain(seed, latencies, sites).securedBy(securities);
    this.world = new World(settings, new LongAdder());
    world.machines().forEach(machine -> byId.put(machine.id(), machine));
  }

  JoinResult run() {
    for (SimulatedMachine machine : world.machines()) {
      machine.start();
      world.runFor(BETWEEN_STARTS);
      progress.update(world.joined());
    }
    world.runUntilJoined(PATIENCE);
    progress.update(world.joined());
    double allJoined = world.kernel().elapsedMillis();
    world.runFor(SETTLING);
    List<Integer> hops = followRoutes(new SplittableRandom(seed));
    return new JoinResult(
        count,
        seed,
        world.joined(),
        Summary.of(world.machines().stream().mapToLong(m -> m.links().size()).toArray()),
        count * ROUTES_PER_NODE,
        hops.size(),
        Summary.of(hops.stream().mapToLong(Integer::longValue).toArray()),
        Summary.of(world.machines().stream().mapToLong(m -> (long) m.joinMillis()).toArray()),
        (long) allJoined);
  }

  /** Events handled. */
  long events() {
    return world.kernel().handledEvents();
  }

  /** The lengths of the routes that arrive. */
  private List<Integer> followRoutes(SplittableRandom random) {
    List<Integer> hops = new ArrayList<>();
    for (SimulatedMachine from : world.machines()) {
      for (int i = 0; i < ROUTES_PER_NODE; i++) {
        SimulatedMachine to = world.machines().get(random.nextInt(count));
        int length = follow(from, to.id());
        if (length >= 0) {
          hops.add(length);
        }
      }
    }
    return hops;
  }

  private int follow(SimulatedMachine from, NodeId destination) {
    SimulatedMachine at = from;
    for (int hops = 0; hops <= MAX_HOPS; hops++) {
      if (at.id().equals(destination)) {
        return hops;
      }
      SimulatedMachine next = byId.get(at.node().messenger().closestKnown(destination, 1).get(0));
      if (next == null || next == at) {
        return -1;
      }
      at = next;
    }
    return -1;
  }
}
