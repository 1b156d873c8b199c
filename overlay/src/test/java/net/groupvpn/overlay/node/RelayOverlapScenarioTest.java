package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.relay.RelayStatus;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In a sparse overlay, two nodes that cannot talk directly may have too few common neighbours. */
class RelayOverlapScenarioTest {
  private static final LinkDensity SPARSE = new LinkDensity(2, 1, false, 0);

  private final TestOverlay overlay = new TestOverlay(5).withDensity(SPARSE).grow(60);

  private static Set<NodeId> legs(OverlayNode node) {
    return node.sessions().all().stream()
        .filter(session -> session.path().isLeg())
        .map(Session::peer)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean haveFewInCommon(OverlayNode one, OverlayNode other) {
    Set<NodeId> common = legs(one);
    common.retainAll(legs(other));
    return common.size() < 2 && one.session(other.self()) == null;
  }

  private OverlayNode farFrom(OverlayNode one) {
    return overlay.nodes.stream()
        .filter(other -> other != one && haveFewInCommon(one, other))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable RelayStatus relay(OverlayNode from, OverlayNode to) {
    Session session = from.session(to.self());
    return session != null && session.path() instanceof RelayPath
        ? from.relays().status(to.self())
        : null;
  }

  private void connect(OverlayNode from, OverlayNode to) {
    overlay.host(from).command(() -> from.connect(to.self()));
  }

  @Test
  void anOverlapIsMadeAndUsed() {
    overlay.network.runUntil(overlay::allJoined, Duration.ofMinutes(1));
    overlay.network.runFor(Duration.ofMinutes(2));
    OverlayNode one = overlay.nodes.get(57);
    OverlayNode other = farFrom(one);
    overlay.network.wiring().separate(overlay.host(one), overlay.host(other), true);

    for (int second = 0; second < 30; second++) {
      connect(one, other);
      connect(other, one);
      overlay.network.runFor(Duration.ofSeconds(1));
    }

    assertThat(overlay.counter(OverlayCounter.RELAY_OVERLAP_ASKED)).isPositive();
    assertThat(relay(one, other)).isNotNull();
    assertThat(relay(other, one)).isNotNull();
  }
}
