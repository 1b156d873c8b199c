package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.virtual.Kernel;
import org.junit.jupiter.api.Test;

/** Nodes behind filters that let in only answers. */
class FilteredNodeScenarioTest {
  @Test
  void aNodeWithoutCandidatesJoinsThroughItsProxyAndLinksWithAll() {
    TestOverlay overlay = new TestOverlay(21).grow(10);
    overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1));

    OverlayNode hidden = addHidden(overlay);

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1))).isTrue();
    assertThat(overlay.endpoint(hidden)).isNotNull();
    assertThat(overlay.shareThatFindsTheClosest(5)).isEqualTo(1.0);
  }

  @Test
  void twoHiddenNodesMeetBecauseBothProbeWhatPeersObserved() {
    TestOverlay overlay = new TestOverlay(22).grow(4);
    overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1));

    addHidden(overlay);
    addHidden(overlay);

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(2))).isTrue();
  }

  @Test
  void channelsCarryMessagesBetweenServices() {
    TestOverlay overlay = new TestOverlay(23).grow(3);
    overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1));
    OverlayNode from = overlay.nodes.get(1);
    OverlayNode to = overlay.nodes.get(2);
    List<byte[]> got = new ArrayList<>();
    to.handleChannel(7, (session, payload) -> got.add(payload));

    overlay.host(from).command(() -> from.sendToPeer(to.self(), 7, new byte[] {1, 2, 3}));
    overlay.network.runFor(Duration.ofSeconds(1));

    assertThat(got).containsExactly(new byte[] {1, 2, 3});
  }

  private static OverlayNode addHidden(TestOverlay overlay) {
    return overlay.addFiltered(node -> node.addSeed(Kernel.endpointOf(0)));
  }
}
