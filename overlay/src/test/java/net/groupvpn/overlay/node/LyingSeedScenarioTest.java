package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** A seed that names siblings who do not exist, other ones each time. */
class LyingSeedScenarioTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int NAMES = 16;

  @Test
  void inventedSiblingsDoNotDelayANewcomer() {
    TestOverlay overlay = new TestOverlay(3).grow(12);
    assertThat(overlay.network.runUntil(overlay::settled, SOON)).isTrue();
    OverlayNode seed = overlay.nodes.get(0);
    OverlayNode newcomer =
        overlay.add(node -> node.addSeed(overlay.network.hosts().get(0).endpoint()), true);
    long begun = overlay.network.now().bootNanos();
    while (!newcomer.isJoined() && overlay.network.now().bootNanos() - begun < SOON.toNanos()) {
      lie(overlay, seed, newcomer);
      overlay.network.runFor(Duration.ofMillis(100));
    }
    assertThat(overlay.network.now().bootNanos() - begun)
        .isLessThan(Duration.ofMillis(3_500).toNanos());
    List<NodeId> all = overlay.nodes.stream().map(OverlayNode::self).toList();
    assertThat(newcomer.status().siblings()).isEqualTo(SiblingList.of(newcomer.self(), all));
  }

  private static void lie(TestOverlay overlay, OverlayNode seed, OverlayNode victim) {
    overlay.network.command(
        overlay.host(seed),
        () -> {
          Session session = seed.sessions().find(victim.self());
          if (session != null) {
            seed.sessions().send(session, inventedSiblings(overlay, victim.self()));
          }
        });
  }

  private static byte[] inventedSiblings(TestOverlay overlay, NodeId near) {
    WireWriter out = new WireWriter().u8(MessageType.SIBLINGS).flag(false).u8(NAMES);
    for (int i = 0; i < NAMES; i++) {
      out.nodeId(near.randomInBucket(100 + i, overlay.network.hosts().get(0).random()));
    }
    return out.toBytes();
  }
}
