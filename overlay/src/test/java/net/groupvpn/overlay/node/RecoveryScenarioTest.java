package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryScenarioTest {
  @Test
  void aFifthIsKilledAtOnceAndTheRestFindEachOther() {
    TestOverlay overlay = joined(20, 11);

    for (int i = 1; i <= 17; i += 4) {
      overlay.kill(overlay.nodes.get(i));
    }

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(5))).isTrue();
    assertThat(overlay.shareThatFindsTheClosest(5)).isEqualTo(1.0);
  }

  @Test
  void partsThatCouldNotTalkMergeAfterwards() {
    TestOverlay overlay = joined(16, 12);
    for (int i = 0; i < 16; i += 2) {
      overlay.network.wiring().moveToPart(overlay.network.hosts().get(i), 1);
    }
    overlay.network.runFor(Duration.ofMinutes(3));
    assertThat(overlay.allJoined()).isTrue();
    assertThat(overlay.settled()).isFalse();

    overlay.network.wiring().heal();

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(5))).isTrue();
    assertThat(overlay.shareThatFindsTheClosest(5)).isEqualTo(1.0);
  }

  @Test
  void twoHalvesAreOneAgainSecondsAfterTheNetworkHeals() {
    TestOverlay overlay = joined(10, 17);
    for (int i = 0; i < 10; i += 2) {
      overlay.network.wiring().moveToPart(overlay.network.hosts().get(i), 1);
    }
    overlay.network.runFor(Duration.ofMinutes(2));

    overlay.network.wiring().heal();

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aPairFindsItselfAgainWithinItsLongestPause() {
    TestOverlay overlay = joined(2, 18);
    overlay.network.wiring().moveToPart(overlay.network.hosts().get(1), 1);
    overlay.network.runFor(Duration.ofMinutes(2));

    overlay.network.wiring().heal();

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(15))).isTrue();
  }

  @Test
  void aDeadNodeIsNoLongerASiblingWithinHalfAMinute() {
    TestOverlay overlay = joined(12, 19);

    overlay.kill(overlay.nodes.get(7));

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(30))).isTrue();
  }

  /** The others have not noticed that it was gone: what they send in the old session is lost. */
  @ParameterizedTest
  @ValueSource(ints = {4, 12, 40})
  void aNodeThatWasKilledAndStartedAnewHasJoinedWithinThreeSeconds(int size) {
    for (int seed = 0; seed < 10; seed++) {
      TestOverlay overlay = joined(size, 200 + seed);
      int number = 1 + seed % (size - 1);

      overlay.kill(overlay.nodes.get(number));
      OverlayNode again = overlay.restart(number, List.of());

      assertThat(overlay.network.runUntil(again::isJoined, Duration.ofSeconds(3)))
          .as("seed %d", seed)
          .isTrue();
      assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(5)))
          .as("seed %d settled", seed)
          .isTrue();
    }
  }

  @Test
  void aNodeThatLeavesIsForgottenAtOnce() {
    TestOverlay overlay = joined(12, 13);
    OverlayNode leaving = overlay.nodes.get(5);

    overlay.host(leaving).command(leaving::leave);
    overlay.kill(leaving);

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void theSeedMayDieOnceTheOthersHaveJoined() {
    TestOverlay overlay = joined(10, 14);

    overlay.kill(overlay.nodes.get(0));

    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(3))).isTrue();
  }

  @Test
  void whoeverHasManyLinksClosesThoseThatNobodyNeeds() {
    TestOverlay overlay = joined(30, 15);

    overlay.network.runFor(Duration.ofMinutes(3));

    // Not at all times: searching makes new ones, and closing takes a while.
    assertThat(overlay.nodes)
        .allSatisfy(
            node ->
                assertThat(
                        overlay.network.runUntil(
                            () -> hasNoneTooMany(overlay, node), Duration.ofSeconds(30)))
                    .isTrue());
  }

  private static boolean hasNoneTooMany(TestOverlay overlay, OverlayNode node) {
    List<PeerStatus> peers = node.status().peers();
    return peers.size() <= LinkManager.FEW_LINKS
        || peers.stream().noneMatch(peer -> isUnneeded(overlay, node, peer));
  }

  @Test
  void inASmallNetworkEverybodyStaysLinked() {
    for (int seed = 17; seed < 20; seed++) {
      TestOverlay overlay = joined(LinkManager.FEW_LINKS + 1, seed);
      overlay.network.runFor(Duration.ofMinutes(10));
      assertThat(overlay.nodes)
          .as("seed %d", seed)
          .allSatisfy(
              node ->
                  assertThat(node.status().peers())
                      .extracting(PeerStatus::id)
                      .containsExactlyInAnyOrderElementsOf(overlay.idsBut(node)));
    }
  }

  /** Searching makes sessions that live for less than a minute. */
  private static boolean isUnneeded(TestOverlay overlay, OverlayNode node, PeerStatus peer) {
    long age = overlay.network.now().bootNanos() - peer.sinceNanos();
    return peer.reasons().isEmpty()
        && age > Duration.ofMinutes(1).toNanos()
        && overlay.node(peer.id()).status().peers().stream()
            .filter(back -> back.id().equals(node.self()))
            .allMatch(back -> back.reasons().isEmpty());
  }

  @Test
  void trafficGetsASessionOverTheOverlayAtOnceAndThenADirectOne() {
    TestOverlay overlay = joined(40, 16);
    OverlayNode from = overlay.nodes.get(3);
    OverlayNode to =
        overlay.nodes.stream()
            .filter(n -> from.session(n.self()) == null && n != from)
            .findFirst()
            .orElseThrow();

    overlay.host(from).command(() -> from.connect(to.self()));

    assertThat(
            overlay.network.runUntil(() -> from.session(to.self()) != null, Duration.ofSeconds(2)))
        .isTrue();
    assertThat(
            overlay.network.runUntil(
                () -> isDirect(from.session(to.self())), Duration.ofSeconds(5)))
        .isTrue();
  }

  private static boolean isDirect(@Nullable Session session) {
    return session != null && session.path().isLinkCapable();
  }

  private static TestOverlay joined(int count, long seed) {
    TestOverlay overlay = new TestOverlay(seed).grow(count);
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1))).isTrue();
    overlay.network.runFor(Duration.ofSeconds(30));
    return overlay;
  }
}
