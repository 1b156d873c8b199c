package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.path.Path.DirectPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole overlay over underlays that silently drop long datagrams. */
final class SmallUnderlayScenarioTest {
  private static final int NODES = 12;

  @ParameterizedTest
  @ValueSource(ints = {1_280, 1_124, 576})
  void nodesJoinAndLinkDirectly(int mtuBytes) {
    TestOverlay overlay = new TestOverlay(1);
    overlay.network.wiring().setMtu(mtuBytes);
    overlay.grow(NODES);
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(30))).isTrue();
    assertThat(overlay.shareThatFindsTheClosest(5)).isEqualTo(1.0);
    for (OverlayNode node : overlay.nodes) {
      assertThat(node.status().peers()).allMatch(peer -> peer.path() instanceof DirectPath);
    }
  }
}
