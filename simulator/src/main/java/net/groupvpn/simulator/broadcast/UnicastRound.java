package net.groupvpn.simulator.broadcast;

import java.time.Duration;
import java.util.BitSet;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/**
 * Asks every node by a separate message through the overlay, like a node that knows all IDs. Paced
 * below the limit that nodes forward for one source; unanswered questions are repeated.
 */
final class UnicastRound {
  private static final int REQUEST = 1;
  private static final int ANSWER = 2;
  private static final int PER_TICK = 4;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int ROUNDS = 4;

  private final World world;
  private final BitSet answered = new BitSet();
  private long packets;
  private long lastNanos;

  /** Must be made before the machines start, and at most once in a world. */
  UnicastRound(World world) {
    this.world = world;
    for (SimulatedMachine machine : world.machines()) {
      machine.observe(this::listen);
    }
  }

  private void listen(SimulatedMachine machine, OverlayNode node) {
    node.messenger()
        .handle(
            PayloadKind.PRIVATE_FRAME,
            (source, target, payload) -> onMessage(machine, source, payload));
  }

  private void onMessage(SimulatedMachine machine, OverlayPath source, byte[] payload) {
    try {
      WireReader in = new WireReader(payload);
      int type = in.u8();
      int number = in.i32();
      packets += machine.host().hops();
      if (type == REQUEST) {
        machine.host().beginMessage();
        send(machine, source, ANSWER, number);
      } else if (!answered.get(number)) {
        answered.set(number);
        lastNanos = world.kernel().nanos();
      }
    } catch (WireException e) {
      throw new IllegalStateException("requests are well-formed", e);
    }
  }

  private static void send(SimulatedMachine machine, OverlayPath to, int type, int number) {
    byte[] message = new WireWriter().u8(type).i32(number).toBytes();
    machine.node().messenger().sendExact(to, PayloadKind.PRIVATE_FRAME, message);
  }

  Round run(SimulatedMachine asker) {
    packets = 0;
    answered.clear();
    answered.set(asker.number());
    long start = world.kernel().nanos();
    lastNanos = start;
    int running = world.running().size();
    for (int round = 0; round < ROUNDS && answered.cardinality() < running; round++) {
      askAll(asker);
      world.kernel().runUntil(() -> answered.cardinality() == running, PATIENCE);
    }
    double millis = (lastNanos - start) / (double) Kernel.NANOS_PER_MILLI;
    return new Round(millis, packets, answered.cardinality() / (double) running);
  }

  private void askAll(SimulatedMachine asker) {
    int sent = 0;
    for (SimulatedMachine other : world.running()) {
      if (!answered.get(other.number())) {
        OverlayPath path = new OverlayPath(other.id(), null);
        asker.command(() -> send(asker, path, REQUEST, other.number()));
        sent++;
        if (sent % PER_TICK == 0) {
          world.runFor(TICK);
        }
      }
    }
  }
}
