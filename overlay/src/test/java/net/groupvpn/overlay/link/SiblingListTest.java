package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class SiblingListTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeId self = NodeId.random(random);

  @Test
  void noOtherNodeIsCloserThanTheFarthestSibling() {
    List<NodeId> nodes = nodes(100);

    List<NodeId> siblings = SiblingList.of(self, nodes);

    NodeId farthest = siblings.get(siblings.size() - 1);
    assertThat(siblings).hasSize(SiblingList.SIBLINGS);
    assertThat(nodes)
        .filteredOn(node -> !siblings.contains(node))
        .noneMatch(node -> self.isCloser(node, farthest));
  }

  @Test
  void siblingsAreOrderedByDistanceAndDoNotContainTheNodeItself() {
    List<NodeId> nodes = nodes(5);
    nodes.add(self);
    nodes.add(nodes.get(0));

    List<NodeId> siblings = SiblingList.of(self, nodes);

    assertThat(siblings).hasSize(5).doesNotContain(self).isSortedAccordingTo(self.byDistance());
  }

  private List<NodeId> nodes(int count) {
    List<NodeId> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(NodeId.random(random));
    }
    return nodes;
  }
}
