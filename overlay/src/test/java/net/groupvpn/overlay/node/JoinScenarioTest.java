package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NetworkConditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinScenarioTest {
  @Test
  void aNodeWithoutSeedsIsAloneAndJoinedAtOnce() {
    TestOverlay overlay = new TestOverlay(1);

    OverlayNode node = overlay.add(n -> {}, true);

    assertThat(node.isJoined()).isTrue();
    assertThat(node.status().alone()).isTrue();
  }

  @Test
  void aNodeWhoseSeedsAreSilentIsAloneAfterAWhile() {
    TestOverlay overlay = new TestOverlay(1);

    OverlayNode node = overlay.add(n -> n.addSeed(Kernel.endpointOf(99)), true);

    assertThat(node.isJoined()).isFalse();
    assertThat(overlay.network.runUntil(node::isJoined, Duration.ofSeconds(6))).isTrue();
    assertThat(node.status().alone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 20})
  void nodesJoinThroughOneSeed(int count) {
    TestOverlay overlay = new TestOverlay(count).grow(count);

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1))).isTrue();
    assertThat(overlay.shareThatFindsTheClosest(10)).isEqualTo(1.0);
  }

  @Test
  void nodesJoinOverABadNetwork() {
    TestOverlay overlay = new TestOverlay(5, NetworkConditions.bad(0.1)).grow(30);

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(2))).isTrue();
  }

  @Test
  void twoNodesJoinThroughEachOther() {
    TestOverlay overlay = new TestOverlay(2);
    overlay.add(node -> node.addSeed(Kernel.endpointOf(1)), true);
    overlay.add(node -> node.addSeed(Kernel.endpointOf(0)), true);

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(20))).isTrue();
    assertThat(overlay.nodes).noneMatch(node -> node.status().alone());
  }
}
