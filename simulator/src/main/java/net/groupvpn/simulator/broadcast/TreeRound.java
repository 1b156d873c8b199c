package net.groupvpn.simulator.broadcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.broadcast.Region;
import net.groupvpn.overlay.broadcast.Topic;
import net.groupvpn.overlay.broadcast.Totals;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/** Asks through the broadcast tree. */
final class TreeRound {
  private static final int TOPIC = 200;
  private static final int BUDGET_MILLIS = 20_000;
  private static final Duration LIMIT = Duration.ofMillis(BUDGET_MILLIS + 1_000);

  private final World world;
  private final Map<SimulatedMachine, Broadcaster> broadcasters = new HashMap<>();
  private int depth;

  /** Must be made before the machines start. */
  TreeRound(World world) {
    this.world = world;
    for (SimulatedMachine machine : world.machines()) {
      machine.observe(
          (itself, node) -> {
            Broadcaster broadcaster = node.diagnostics().enableBroadcasts();
            broadcaster.handle(TOPIC, new Presence());
            broadcasters.put(itself, broadcaster);
          });
    }
  }

  Round run(SimulatedMachine asker) {
    long packets = packets();
    long start = world.kernel().nanos();
    List<Totals> result = new ArrayList<>();
    asker.command(
        () -> broadcaster(asker).ask(Region.ALL, TOPIC, new byte[0], BUDGET_MILLIS, result::add));
    world.kernel().runUntil(() -> !result.isEmpty(), LIMIT);
    double millis = (world.kernel().nanos() - start) / (double) Kernel.NANOS_PER_MILLI;
    int nodes = result.isEmpty() ? 0 : result.get(0).nodes();
    depth = result.isEmpty() ? 0 : result.get(0).depth();
    return new Round(millis, packets() - packets, nodes / (double) world.running().size());
  }

  private Broadcaster broadcaster(SimulatedMachine machine) {
    Broadcaster found = broadcasters.get(machine);
    if (found == null) {
      throw new IllegalStateException("no node was started on host " + machine.number());
    }
    return found;
  }

  /** The longest way, in hops, from the asking node to another one in its last question. */
  int depth() {
    return depth;
  }

  private long packets() {
    return world.running().stream()
        .mapToLong(
            machine ->
                machine
                    .node()
                    .status()
                    .counters()
                    .getOrDefault(OverlayCounter.BROADCAST_MESSAGES_SENT.label(), 0L))
        .sum();
  }

  /** A node has nothing to report except that it is there, which is counted anyway. */
  private static final class Presence implements Topic {
    @Override
    public byte[] answer(byte[] question) {
      return new byte[0];
    }

    @Override
    public byte[] merge(byte[] own, byte[] received) {
      return own;
    }
  }
}
