package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** A member names siblings of its peer that do not exist, different ones each time. */
class HearsayScenarioTest {
  private static final int NAMES = 16;

  @Test
  void inventionsLeaveRoomForTheLinksThatTrafficNeeds() {
    TestOverlay overlay = new TestOverlay(3).grow(40);
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1))).isTrue();
    overlay.network.runFor(Duration.ofMinutes(1));
    OverlayNode victim = overlay.nodes.get(20);
    SimulatedHost host = overlay.host(victim);
    OverlayNode liar = overlay.node(victim.status().siblings().get(0));
    NodeId far =
        overlay.idsBut(victim).stream()
            .filter(id -> victim.session(id) == null)
            .findFirst()
            .orElseThrow();
    for (int round = 0; round < 60; round++) {
      if (round == 30) {
        host.command(() -> victim.connect(far));
      }
      overlay.host(liar).command(() -> lie(liar, victim.self(), host));
      overlay.network.runFor(Duration.ofMillis(100));
    }
    Session session = Objects.requireNonNull(victim.session(far));
    assertThat(session.path()).isInstanceOf(DirectPath.class);
  }

  private static void lie(OverlayNode liar, NodeId victim, SimulatedHost host) {
    WireWriter out = new WireWriter().code(MessageType.SIBLINGS).flag(false).u8(NAMES);
    for (int i = 0; i < NAMES; i++) {
      out.nodeId(victim.randomInBucket(100 + i, host.random()));
    }
    Session session = liar.session(victim);
    if (session != null) {
      session.send(out.toBytes());
    }
  }
}
