package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two nodes of a larger overlay without a link start to talk, and stop again. */
final class ShortcutScenarioTest {
  private final TestOverlay overlay = new TestOverlay(31).grow(60);
  private final OverlayNode from;
  private final OverlayNode to;

  ShortcutScenarioTest() {
    overlay.network.runUntil(overlay::settled, Duration.ofMinutes(2));
    overlay.network.runFor(Duration.ofMinutes(2));
    from = overlay.nodes.get(7);
    to =
        overlay.nodes.stream()
            .filter(node -> node != from && from.session(node.self()) == null)
            .findFirst()
            .orElseThrow();
  }

  private void talkFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      overlay.host(from).command(() -> from.connect(to.self()));
      overlay.network.runFor(Duration.ofSeconds(1));
    }
  }

  private @Nullable Session session() {
    return from.session(to.self());
  }

  @Test
  void trafficMakesADirectLink() {
    talkFor(2);
    assertThat(from.status().peers())
        .filteredOn(peer -> peer.id().equals(to.self()))
        .singleElement()
        .matches(peer -> peer.path().isLinkCapable())
        .matches(peer -> peer.reasons().contains(LinkReason.ON_DEMAND));
  }

  @Test
  void theLinkStaysWhileTheyTalkAndGoesWhenTheyAreQuiet() {
    talkFor(400);
    assertThat(session()).isNotNull();
    overlay.network.runFor(Duration.ofNanos(LinkManager.ON_DEMAND_IDLE_NANOS));
    assertThat(overlay.network.runUntil(() -> session() == null, Duration.ofSeconds(40))).isTrue();
    overlay.network.runFor(Duration.ofSeconds(1));
    assertThat(to.session(from.self())).isNull();
  }
}
