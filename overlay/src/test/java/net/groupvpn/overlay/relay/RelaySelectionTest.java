package net.groupvpn.overlay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class RelaySelectionTest {
  private static final NodeId PEER = node(99);
  private static final RelaySelection LATENCY = new LatencySelection();

  private static NodeId node(int number) {
    return NodeId.random(new Random(number));
  }

  private static RelayCandidate relay(int number, long rttMillis, long ageSeconds) {
    return new RelayCandidate(
        node(number),
        TimeUnit.MILLISECONDS.toNanos(rttMillis),
        TimeUnit.SECONDS.toNanos(ageSeconds),
        0,
        0);
  }

  private static List<NodeId> ranked(RelaySelection selection, RelayCandidate... candidates) {
    return selection.rank(PEER, List.of(candidates)).stream().map(RelayCandidate::relay).toList();
  }

  @Test
  void theLowestSumComesFirst() {
    assertThat(ranked(LATENCY, relay(1, 40, 9), relay(2, 20, 1), relay(3, 30, 5)))
        .containsExactly(node(2), node(3), node(1));
  }

  @Test
  void ageBreaksTies() {
    assertThat(ranked(LATENCY, relay(1, 20, 10), relay(2, 20, 500), relay(3, 40, 900)))
        .containsExactly(node(2), node(1), node(3));
  }

  @Test
  void anUnknownSumComesLast() {
    RelayCandidate unknown = new RelayCandidate(node(1), -1, 0, 0, 0);
    assertThat(ranked(LATENCY, unknown, relay(2, 300, 1))).containsExactly(node(2), node(1));
  }

  @Test
  void lossAndLoadMakeARelayWorse() {
    long rtt = TimeUnit.MILLISECONDS.toNanos(20);
    RelayCandidate lossy = new RelayCandidate(node(1), rtt, 0, 0.1, 0);
    RelayCandidate busy = new RelayCandidate(node(2), rtt, 0, 0, 100);
    RelayCandidate halfBusy = new RelayCandidate(node(3), rtt, 0, 0, 50);
    assertThat(lossy.cost()).isEqualTo(2.0 * rtt);
    assertThat(busy.cost()).isEqualTo(2.0 * rtt);
    assertThat(halfBusy.cost()).isEqualTo(1.0 * rtt);
  }

  @Test
  void onlyAMuchBetterRelayIsWorthAMove() {
    assertThat(LATENCY.isWorthMoving(relay(1, 40, 1), relay(2, 32, 1))).isFalse();
    assertThat(LATENCY.isWorthMoving(relay(1, 40, 1), relay(2, 29, 1))).isTrue();
    assertThat(LATENCY.isWorthMoving(relay(1, 6, 1), relay(2, 2, 1))).isFalse();
  }

  @Test
  void byAgeTheOldestComesFirstAndIsKept() {
    RelaySelection age = new AgeSelection();
    assertThat(ranked(age, relay(1, 10, 1), relay(2, 90, 50))).containsExactly(node(2), node(1));
    assertThat(age.isWorthMoving(relay(1, 10, 1), relay(2, 90, 50))).isFalse();
  }

  @Test
  void atRandomTheOrderDependsOnThePeerAlone() {
    RelaySelection random = new RandomSelection(new Random(5));
    List<RelayCandidate> candidates =
        List.of(relay(1, 1, 1), relay(2, 2, 2), relay(3, 3, 3), relay(4, 4, 4));
    List<RelayCandidate> reversed =
        List.of(relay(4, 4, 4), relay(3, 3, 3), relay(2, 2, 2), relay(1, 1, 1));
    assertThat(random.rank(PEER, reversed)).isEqualTo(random.rank(PEER, candidates));
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(i -> random.rank(node(i), candidates).get(0).relay())
                .distinct())
        .hasSize(4);
  }

  @Test
  void ofAListOnlyThatIsUsedInItsOrder() {
    RelaySelection listed = new ListedSelection(List.of(node(3), node(1)));
    assertThat(ranked(listed, relay(1, 1, 1), relay(2, 1, 1), relay(3, 90, 1)))
        .containsExactly(node(3), node(1));
    assertThat(listed.isWorthMoving(relay(1, 1, 1), relay(3, 90, 1))).isTrue();
    assertThat(listed.isWorthMoving(relay(3, 90, 1), relay(1, 1, 1))).isFalse();
    assertThat(listed.isWorthMoving(relay(2, 1, 1), relay(1, 1, 1))).isTrue();
  }
}
