package net.groupvpn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.Role;
import org.junit.jupiter.api.Test;

class GatewayChoiceTest {
  private static final NodeId A = NodeId.ofHex("aa".repeat(20));
  private static final NodeId B = NodeId.ofHex("bb".repeat(20));
  private static final long LATER = GatewayChoice.STICKY_NANOS;

  private final GatewayChoice choice = new GatewayChoice();

  @Test
  void theNearestGatewayIsChosen() {
    assertThat(choice.choose(0, List.of(gateway(A, 30), gateway(B, 20)))).isEqualTo(B);
  }

  @Test
  void aMemberWithoutTheRoleIsNeverChosen() {
    GatewayCandidate member = new GatewayCandidate(A, Set.of(Role.NO_RELAY), true, 1);
    assertThat(choice.choose(0, List.of(member))).isNull();
    choice.fix(A);
    assertThat(choice.choose(0, List.of(member))).isNull();
  }

  @Test
  void aMuchNearerGatewayIsNotTakenBeforeTenMinutes() {
    choice.choose(0, List.of(gateway(A, 100)));
    List<GatewayCandidate> both = List.of(gateway(A, 100), gateway(B, 10));
    assertThat(choice.choose(LATER - 1, both)).isEqualTo(A);
    assertThat(choice.choose(LATER, both)).isEqualTo(B);
  }

  @Test
  void aSlightlyNearerGatewayIsNotWorthABrokenConnection() {
    choice.choose(0, List.of(gateway(A, 100)));
    assertThat(choice.choose(LATER, List.of(gateway(A, 100), gateway(B, 81)))).isEqualTo(A);
    assertThat(choice.choose(LATER, List.of(gateway(A, 8), gateway(B, 4)))).isEqualTo(A);
    assertThat(choice.choose(LATER, List.of(gateway(A, 100), gateway(B, 80)))).isEqualTo(B);
  }

  @Test
  void aDeadGatewayIsLeftAtOnce() {
    choice.choose(0, List.of(gateway(A, 10)));
    GatewayCandidate dead = new GatewayCandidate(A, Set.of(Role.GATEWAY), false, 10);
    assertThat(choice.choose(1, List.of(dead, gateway(B, 300)))).isEqualTo(B);
    assertThat(choice.choose(2, List.of(gateway(B, 300)))).isEqualTo(B);
  }

  @Test
  void afterAFailoverTheNewOneIsKeptEvenWhenTheOldOneReturns() {
    choice.choose(0, List.of(gateway(A, 10)));
    choice.choose(1, List.of(gateway(B, 300)));
    assertThat(choice.choose(2, List.of(gateway(A, 10), gateway(B, 300)))).isEqualTo(B);
  }

  @Test
  void aFixedChoiceIsKeptOrNoneIsUsed() {
    choice.fix(B);
    assertThat(choice.choose(0, List.of(gateway(A, 1), gateway(B, 300)))).isEqualTo(B);
    assertThat(choice.choose(1, List.of(gateway(A, 1)))).isNull();
    choice.fix(null);
    assertThat(choice.choose(2, List.of(gateway(A, 1)))).isEqualTo(A);
  }

  @Test
  void anUnmeasuredGatewayComesLast() {
    GatewayCandidate unmeasured = new GatewayCandidate(A, Set.of(Role.GATEWAY), true, -1);
    assertThat(choice.choose(0, List.of(unmeasured, gateway(B, 500)))).isEqualTo(B);
    assertThat(new GatewayChoice().choose(0, List.of(unmeasured))).isEqualTo(A);
  }

  @Test
  void theOrderOfTheCandidatesDoesNotMatter() {
    Random random = new Random(1);
    List<GatewayCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      candidates.add(gateway(NodeId.random(random), 50 + i % 2));
    }
    NodeId expected = new GatewayChoice().choose(0, candidates);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(candidates, random);
      assertThat(new GatewayChoice().choose(0, candidates)).isEqualTo(expected);
    }
  }

  private static GatewayCandidate gateway(NodeId node, long rttMillis) {
    return new GatewayCandidate(
        node, Set.of(Role.GATEWAY), true, TimeUnit.MILLISECONDS.toNanos(rttMillis));
  }
}
