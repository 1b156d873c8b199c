package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds that name siblings that do not exist, different ones each time. */
class LyingSeedScenarioTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int NODES = 12;
  private static final int NAMES = 16;

  @Test
  void inventedSiblingsDoNotDelayANewcomer() {
    assertTheNewcomerJoinsInTime(new TestOverlay(3), 1, 1);
  }

  @Test
  void aLiarThatNamesEachTwiceIsStillOne() {
    assertTheNewcomerJoinsInTime(new TestOverlay(3), 1, 2);
  }

  @Test
  void aMembersMachinesHaveOneWordBetweenThem() {
    int liars = 3;
    AtomicInteger machines = new AtomicInteger();
    TestOverlay overlay =
        new TestOverlay(3)
            .withSecurity(
                id -> {
                  int member = Math.max(1, machines.incrementAndGet() - liars);
                  return ModelSecurity.ofMember(id, member, () -> NODES - liars, peer -> true);
                });
    assertTheNewcomerJoinsInTime(overlay, liars, 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSeedThatLiesAboutTheWayToTheNewcomersIdDoesNotDelayIt(boolean answers) {
    TestOverlay overlay = new TestOverlay(3).grow(NODES);
    assertThat(overlay.network.runUntil(overlay::settled, SOON)).isTrue();
    SimulatedHost liar = overlay.network.add(host -> new LyingSeed(host, answers));
    OverlayNode newcomer = overlay.add(node -> node.addSeed(liar.endpoint()), true);
    SimulatedHost host = overlay.network.hosts().get(NODES + 1);
    overlay.network.runFor(Duration.ofMillis(200));
    assertThat(newcomer.sessions().all()).hasSize(1);
    DirectPath honest = new DirectPath(overlay.endpoint(overlay.nodes.get(0)));
    host.command(() -> newcomer.sessions().open(honest, null));
    assertThat(overlay.network.runUntil(newcomer::isJoined, Duration.ofMillis(3_500))).isTrue();
  }

  private static void assertTheNewcomerJoinsInTime(TestOverlay overlay, int liars, int timesNamed) {
    overlay.grow(NODES);
    assertThat(overlay.network.runUntil(overlay::settled, SOON)).isTrue();
    List<OverlayNode> seeds = List.copyOf(overlay.nodes.subList(0, liars));
    OverlayNode newcomer =
        overlay.add(node -> seeds.forEach(seed -> node.addSeed(overlay.endpoint(seed))), true);
    long begun = overlay.network.now().bootNanos();
    while (!newcomer.isJoined() && overlay.network.now().bootNanos() - begun < SOON.toNanos()) {
      byte[] lie = inventedSiblings(overlay, newcomer.self(), timesNamed);
      seeds.forEach(seed -> send(overlay, seed, newcomer, lie));
      overlay.network.runFor(Duration.ofMillis(100));
    }
    assertThat(overlay.network.now().bootNanos() - begun)
        .isLessThan(Duration.ofMillis(3_500).toNanos());
    List<NodeId> all = overlay.nodes.stream().map(OverlayNode::self).toList();
    assertThat(newcomer.status().siblings()).isEqualTo(SiblingList.of(newcomer.self(), all));
  }

  private static void send(
      TestOverlay overlay, OverlayNode seed, OverlayNode victim, byte[] message) {
    overlay
        .host(seed)
        .command(
            () -> {
              Session session = seed.sessions().find(victim.self());
              if (session != null) {
                session.send(message);
              }
            });
  }

  private static byte[] inventedSiblings(TestOverlay overlay, NodeId near, int timesNamed) {
    WireWriter out = new WireWriter().code(MessageType.SIBLINGS).flag(false).u8(NAMES);
    for (int i = 0; i < NAMES / timesNamed; i++) {
      NodeId invented = near.randomInBucket(100 + i, overlay.network.hosts().get(0).random());
      for (int times = 0; times < timesNamed; times++) {
        out.nodeId(invented);
      }
    }
    return out.toBytes();
  }
}
