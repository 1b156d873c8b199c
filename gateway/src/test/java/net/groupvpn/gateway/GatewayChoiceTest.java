package net.groupvpn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class GatewayChoiceTest {
  private static final NodeId A = NodeId.ofHex("aa".repeat(20));
  private static final NodeId B = NodeId.ofHex("bb".repeat(20));
  private static final NodeId C = NodeId.ofHex("cc".repeat(20));
  private static final long LATER = GatewayChoice.STICKY_NANOS;

  private final GatewayChoice choice = new GatewayChoice(new Random(1));

  @Test
  void aFarGatewayIsNotChosenBesideANearOne() {
    for (int seed = 0; seed < 50; seed++) {
      GatewayChoice drawing = new GatewayChoice(new Random(seed));
      assertThat(drawing.choose(0, List.of(alive(A, 31, 0), alive(B, 20, 90)))).isEqualTo(B);
    }
  }

  @Test
  void ofThoseAboutAsNearTheLessLoadedOneIsTaken() {
    assertThat(choice.choose(0, List.of(alive(A, 20, 50), alive(B, 29, 10)))).isEqualTo(B);
  }

  @Test
  void nearIsAlsoAQuarterFartherThanTheNearest() {
    assertThat(choice.choose(0, List.of(alive(A, 200, 50), alive(B, 250, 10)))).isEqualTo(B);
    assertThat(fresh().choose(0, List.of(alive(A, 200, 50), alive(B, 251, 10)))).isEqualTo(A);
  }

  @Test
  void othersAreWaitedForAtTheStartAndNeverLater() {
    List<GatewayCandidate> one = List.of(alive(A, 20, 90), dead(B));
    assertThat(choice.choose(0, one)).isNull();
    assertThat(choice.gatheringNanos(1)).isEqualTo(GatewayChoice.GATHER_NANOS - 1);
    assertThat(choice.choose(1, List.of(alive(A, 20, 90), alive(B, 20, 10)))).isEqualTo(B);
    assertThat(choice.choose(2, List.of(alive(A, 20, 90), dead(B)))).isEqualTo(A);
  }

  @Test
  void whoeverNeverAnswersIsNotWaitedForLong() {
    List<GatewayCandidate> one = List.of(alive(A, 20, 90), dead(B));
    choice.choose(0, one);
    assertThat(choice.choose(GatewayChoice.GATHER_NANOS, one)).isEqualTo(A);
  }

  @Test
  void aNearerOneIsNotTakenBeforeTenMinutes() {
    choice.choose(0, List.of(alive(A, 100, 0)));
    List<GatewayCandidate> both = List.of(alive(A, 100, 0), alive(B, 10, 0));
    assertThat(choice.choose(LATER - 1, both)).isEqualTo(A);
    assertThat(choice.choose(LATER, both)).isEqualTo(B);
  }

  @Test
  void afterTenMinutesOneThatIsAsNearIsKept() {
    choice.choose(0, List.of(alive(A, 20, 90)));
    assertThat(choice.choose(LATER, List.of(alive(A, 20, 90), alive(B, 15, 0)))).isEqualTo(A);
  }

  @Test
  void aDeadGatewayIsLeftAtOnce() {
    choice.choose(0, List.of(alive(A, 10, 0)));
    assertThat(choice.choose(1, List.of(dead(A), alive(B, 300, 90)))).isEqualTo(B);
    assertThat(choice.choose(2, List.of(dead(A), dead(B)))).isNull();
  }

  @Test
  void aListGoesBackToItsFirstOnceThatHasBeenWellForAMinute() {
    choice.prefer(-GatewayChoice.START_NANOS, List.of(A, B));
    assertThat(choice.choose(0, List.of(alive(A, 90, 0), alive(B, 1, 0)))).isEqualTo(A);
    assertThat(choice.choose(1, List.of(dead(A), alive(B, 1, 0)))).isEqualTo(B);
    GatewayCandidate back =
        new GatewayCandidate(A, true, 5, TimeUnit.MILLISECONDS.toNanos(90), 0, true);
    List<GatewayCandidate> both = List.of(back, alive(B, 1, 0));
    assertThat(choice.choose(5 + GatewayChoice.WELL_NANOS - 1, both)).isEqualTo(B);
    assertThat(choice.choose(5 + GatewayChoice.WELL_NANOS, both)).isEqualTo(A);
  }

  @Test
  void atTheStartTheFirstOfAListNeedNotHaveBeenWellForLong() {
    choice.prefer(0, List.of(A, B));
    assertThat(choice.choose(1, List.of(dead(A), alive(B, 1, 0)))).isEqualTo(B);
    assertThat(choice.choose(2, List.of(alive(A, 90, 0), alive(B, 1, 0)))).isEqualTo(A);
  }

  @Test
  void whoeverIsNotOnTheListIsNeverTaken() {
    choice.prefer(0, List.of(A));
    assertThat(choice.choose(0, List.of(alive(B, 1, 0)))).isNull();
  }

  @Test
  void equalMembersSpreadOverEqualGateways() {
    List<NodeId> gateways = List.of(A, B, C);
    int[] clients = new int[gateways.size()];
    for (int seed = 0; seed < 60; seed++) {
      List<GatewayCandidate> candidates = new ArrayList<>();
      for (int i = 0; i < gateways.size(); i++) {
        candidates.add(alive(gateways.get(i), 10, clients[i]));
      }
      NodeId chosen = new GatewayChoice(new Random(seed)).choose(0, candidates);
      clients[gateways.indexOf(chosen)]++;
    }
    assertThat(Arrays.stream(clients).max().orElseThrow()).isLessThanOrEqualTo(22);
  }

  @Test
  void oneOfIpv6OnlyIsLeftAsSoonAsAnotherCarriesIpv4() {
    GatewayCandidate ipv6 = new GatewayCandidate(A, true, 0, 1, 0, false);
    assertThat(choice.choose(0, List.of(ipv6))).isEqualTo(A);
    assertThat(choice.choose(1, List.of(ipv6, dead(B)))).isEqualTo(A);
    assertThat(choice.choose(2, List.of(ipv6, alive(B, 300, 90)))).isEqualTo(B);
  }

  @Test
  void theUsersOwnListIsFollowedWithoutIpv4Too() {
    choice.prefer(0, List.of(A, B));
    GatewayCandidate ipv6 = new GatewayCandidate(A, true, 0, 1, 0, false);
    assertThat(choice.choose(0, List.of(ipv6, alive(B, 1, 0)))).isEqualTo(A);
  }

  private static GatewayChoice fresh() {
    return new GatewayChoice(new Random(1));
  }

  private static GatewayCandidate alive(NodeId node, long rttMillis, int loadPercent) {
    return new GatewayCandidate(
        node, true, 0, TimeUnit.MILLISECONDS.toNanos(rttMillis), loadPercent, true);
  }

  private static GatewayCandidate dead(NodeId node) {
    return new GatewayCandidate(node, false, 0, -1, 0, true);
  }
}
