package net.groupvpn.overlay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class NextHopTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeId self = NodeId.random(random);
  private final NodeId target = NodeId.random(random);
  private final List<NodeId> links = new ArrayList<>();

  NextHopTest() {
    for (int i = 0; i < 50; i++) {
      links.add(NodeId.random(random));
    }
  }

  @Test
  void itIsTheClosestLinkAsBruteForceFindsIt() {
    NodeId closest = links.stream().min(target.byDistance()).orElseThrow();

    assertThat(NextHop.choose(target, self, links, link -> true)).isEqualTo(closest);
  }

  @Test
  void aLinkThatIsNoCloserThanThisNodeIsADeadEnd() {
    assertThat(NextHop.choose(self, self, links, link -> true)).isNull();
    assertThat(NextHop.choose(self, null, links, link -> true)).isNotNull();
  }

  @Test
  void excludedLinksAreNotChosen() {
    NodeId first = links.stream().min(target.byDistance()).orElseThrow();

    NodeId second = NextHop.choose(target, self, links, link -> !link.equals(first));

    assertThat(second).isEqualTo(links.stream().sorted(target.byDistance()).toList().get(1));
  }
}
