package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** A member with a valid certificate sends whatever it likes. */
class HostileMemberTest {
  private static final int MESSAGES = 100_000;
  private static final int BATCH = 500;

  @Test
  void mutatedMessagesAreDroppedAndCountedAndTheOverlayStands() {
    TestOverlay overlay = new TestOverlay(31).grow(10);
    overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1));
    overlay.network.runFor(Duration.ofSeconds(5));
    SplittableRandom random = new SplittableRandom(31);
    OverlayNode hostile = overlay.nodes.get(4);

    for (int sent = 0; sent < MESSAGES; sent += BATCH) {
      overlay.host(hostile).command(() -> sendBatch(overlay, hostile, random));
      overlay.network.runFor(Duration.ofMillis(20));
    }

    assertThat(overlay.counter(OverlayCounter.DROPPED_ROUTED_MALFORMED)).isPositive();
    assertThat(overlay.counter(OverlayCounter.DROPPED_ROUTED_UNSUPPORTED)).isPositive();
    assertThat(overlay.counter(OverlayCounter.DROPPED_CONNECT_MALFORMED)).isPositive();
    assertThat(overlay.counter(OverlayCounter.DROPPED_SIBLINGS_MALFORMED)).isPositive();
    assertThat(overlay.counter(OverlayCounter.DROPPED_LINK_STATUS_MALFORMED)).isPositive();
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(5))).isTrue();
    assertThat(overlay.nodes).allMatch(node -> node.status().peers().size() < 12);
  }

  private static void sendBatch(TestOverlay overlay, OverlayNode hostile, SplittableRandom random) {
    List<Session> sessions = hostile.sessions().all();
    for (int i = 0; i < BATCH && !sessions.isEmpty(); i++) {
      Session victim = sessions.get(random.nextInt(sessions.size()));
      NodeId someone = overlay.nodes.get(random.nextInt(overlay.nodes.size())).self();
      byte[] message = template(random.nextInt(8), someone, victim.peer(), random);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        message[1 + random.nextInt(message.length - 1)] = (byte) random.nextInt();
      }
      int length = random.nextInt(8) == 0 ? 1 + random.nextInt(message.length) : message.length;
      victim.send(Arrays.copyOf(message, length));
    }
  }

  private static byte[] template(
      int which, NodeId someone, NodeId victim, SplittableRandom random) {
    WireWriter out = new WireWriter();
    switch (which) {
      case 0, 1, 2 -> {
        out.code(MessageType.ROUTED).i64(random.nextLong()).u8(32).u8(2).u8(random.nextInt(3));
        out.u8(which).nodeId(someone).flag(true).nodeId(victim);
        out.nodeId(random.nextBoolean() ? victim : someone).flag(false);
        out.i64(random.nextLong()).u8(0).u8(1);
        Kernel.endpointOf(random.nextInt(12)).write(out);
      }
      case 3 -> out.code(MessageType.NO_ROUTE).i64(random.nextLong()).flag(true);
      case 4 -> out.code(MessageType.LINK_STATUS).u8(1).flag(true).flag(true).u8(3).flag(false);
      case 5, 6 -> {
        out.code(which == 5 ? MessageType.ROUTE_REQUEST : MessageType.ROUTE_ANSWER);
        out.i64(random.nextLong()).nodeId(random.nextBoolean() ? victim : someone);
        out.nodeId(NodeId.random(random)).u8(15).u8(1).nodeId(someone);
      }
      default ->
          out.code(MessageType.SIBLINGS)
              .flag(true)
              .u8(2)
              .nodeId(someone)
              .nodeId(NodeId.random(random));
    }
    return out.toBytes();
  }
}
