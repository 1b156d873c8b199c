package net.groupvpn.gateway.subnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class SubnetTriesTest {
  private static final int TURNS = 4;

  private final Random random = new Random(7);
  private final List<NodeId> by = Stream.generate(() -> NodeId.random(random)).limit(10).toList();

  @Test
  void aFewAreTriedAtATimeAndAllInTurn() {
    Set<NodeId> tried = new HashSet<>();
    for (int turn = 0; turn < TURNS; turn++) {
      List<NodeId> now = SubnetTries.tried(by, turn);
      assertThat(now).hasSize(SubnetTries.MAX_TRIED).doesNotHaveDuplicates();
      tried.addAll(now);
    }
    assertThat(tried).containsExactlyInAnyOrderElementsOf(by);
    assertThat(SubnetTries.tried(by.subList(0, 2), 1)).hasSize(2).doesNotHaveDuplicates();
    assertThat(SubnetTries.tried(List.of(), 1)).isEmpty();
  }

  @Test
  void whoHasASessionAlreadyIsToTakeOver() {
    NodeId via = by.get(0);
    assertThat(SubnetTries.standby(by, via, by.get(4)::equals, 1)).isEqualTo(by.get(4));
    assertThat(SubnetTries.standby(by, via, via::equals, 0)).isEqualTo(by.get(1));
    assertThat(SubnetTries.standby(by, via, via::equals, 1)).isEqualTo(by.get(2));
    assertThat(SubnetTries.standby(List.of(via), via, via::equals, 1)).isNull();
  }
}
