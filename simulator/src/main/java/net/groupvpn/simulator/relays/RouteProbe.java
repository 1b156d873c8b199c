package net.groupvpn.simulator.relays;

import java.time.Duration;
import java.util.BitSet;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;

/**
 * Sends a message hop by hop through the overlay between the nodes of each given pair, gets an
 * answer, and adds up times and links. Paced below the limit that nodes forward for one source;
 * lost messages are sent again.
 */
final class RouteProbe {
  private static final int REQUEST = 1;
  private static final int ANSWER = 2;
  private static final int PER_TICK = 4;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration ANSWERS = Duration.ofSeconds(3);
  private static final int ROUNDS = 4;

  private final World world;
  private final int size;
  private final BitSet wanted = new BitSet();
  private final BitSet answered = new BitSet();
  private long sumNanos;
  private long hopsBothWays;

  RouteProbe(World world) {
    this.world = world;
    this.size = world.machines().size();
    world.machines().forEach(machine -> listen(machine, machine.node()));
  }

  private void listen(SimulatedMachine machine, OverlayNode node) {
    node.messenger()
        .handle(
            PayloadKind.PRIVATE_FRAME,
            (source, target, payload) -> onMessage(machine, source, payload));
  }

  /** Adds a pair to probe. */
  void want(int one, int other) {
    wanted.set(pair(one, other));
  }

  /** Whether the pair's message was answered. */
  boolean isAnswered(int one, int other) {
    return answered.get(pair(one, other));
  }

  private int pair(int one, int other) {
    return Math.min(one, other) * size + Math.max(one, other);
  }

  /** Probes all pairs; takes about half a minute of virtual time per thousand nodes. */
  void run() {
    for (int round = 0; round < ROUNDS && answered.cardinality() < wanted.cardinality(); round++) {
      int[] next = new int[size];
      boolean more = true;
      while (more) {
        more = false;
        for (int source = 0; source < size; source++) {
          more |= sendSome(source, next);
        }
        world.runFor(TICK);
      }
      world.runFor(ANSWERS);
    }
  }

  /** Each pair has one source, so that all nodes send about as much. */
  private boolean sendSome(int source, int[] next) {
    SimulatedMachine machine = world.machines().get(source);
    int sent = 0;
    while (next[source] < size && sent < PER_TICK) {
      int other = next[source]++;
      boolean isSource = (((source + other) & 1) == 0) == (source < other);
      if (other != source && isSource && isOpen(pair(source, other))) {
        send(machine, world.machines().get(other).id(), other);
        sent++;
      }
    }
    return next[source] < size;
  }

  private boolean isOpen(int pair) {
    return wanted.get(pair) && !answered.get(pair);
  }

  private void send(SimulatedMachine machine, NodeId destination, int number) {
    WireWriter message =
        new WireWriter()
            .u8(REQUEST)
            .i64(world.kernel().nanos())
            .i32(machine.number())
            .i32(number)
            .u8(0);
    machine.command(
        () ->
            machine
                .node()
                .messenger()
                .sendExact(
                    new OverlayPath(destination, null),
                    PayloadKind.PRIVATE_FRAME,
                    message.toBytes()));
  }

  private void onMessage(SimulatedMachine machine, OverlayPath source, byte[] payload) {
    try {
      WireReader in = new WireReader(payload);
      int type = in.u8();
      long sentNanos = in.i64();
      int one = in.i32();
      int other = in.i32();
      int hops = in.u8() + machine.host().hops();
      if (type == REQUEST) {
        WireWriter answer = new WireWriter().u8(ANSWER).i64(sentNanos).i32(one).i32(other).u8(hops);
        machine.host().beginMessage();
        machine.node().messenger().sendExact(source, PayloadKind.PRIVATE_FRAME, answer.toBytes());
      } else if (isOpen(pair(one, other))) {
        answered.set(pair(one, other));
        sumNanos += world.kernel().nanos() - sentNanos;
        hopsBothWays += hops;
      }
    } catch (WireException e) {
      throw new IllegalStateException("probes are well-formed", e);
    }
  }

  /** Mean round trip of the answered pairs. */
  double millis() {
    return sumNanos / 1e6 / answered.cardinality();
  }

  /** Mean number of links in one direction. */
  double hops() {
    return hopsBothWays / 2.0 / answered.cardinality();
  }

  /** Pairs without an answer. */
  int unanswered() {
    return wanted.cardinality() - answered.cardinality();
  }
}
