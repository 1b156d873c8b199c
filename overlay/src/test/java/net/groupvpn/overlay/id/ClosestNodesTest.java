package net.groupvpn.overlay.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClosestNodesTest {
  private static final int KEPT = 8;

  @Test
  void theyAreTheFirstOfAllSortedByDistanceAndEachStandsOnce() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      NodeId center = NodeId.random(random);
      ClosestNodes closest = new ClosestNodes(center, KEPT);
      List<NodeId> all = new ArrayList<>();
      int count = random.nextInt(3 * KEPT);
      for (int i = 0; i < count; i++) {
        boolean again = !all.isEmpty() && random.nextInt(3) == 0;
        NodeId node = again ? all.get(random.nextInt(all.size())) : NodeId.random(random);
        boolean isNew = closest.hasPlaceFor(node);
        List<NodeId> before = closest.toList();
        all.add(node);
        closest.add(node);
        assertThat(closest.toList().equals(before)).isEqualTo(!isNew);
      }
      assertThat(closest.toList())
          .isEqualTo(all.stream().distinct().sorted(center.byDistance()).limit(KEPT).toList());
    }
  }

  @Test
  void noneWouldBeNoQuestion() {
    assertThatThrownBy(() -> new ClosestNodes(NodeId.ofHex("00".repeat(NodeId.BYTES)), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
