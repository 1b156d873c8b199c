package net.groupvpn.overlay.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class HeardTest {
  private static final NodeId SELF = NodeId.hash(new byte[] {0});

  private final Heard heard = new Heard(SELF);

  private static NodeId node(int number) {
    return NodeId.hash(new byte[] {1, (byte) number});
  }

  @Test
  void aNodeIsNamedUntilTheLastPeerHasTakenItBack() {
    heard.put(node(1), List.of(node(7), node(8)));
    assertThat(heard.put(node(2), List.of(node(8)))).isEmpty();
    assertThat(heard.put(node(1), List.of(node(7)))).containsExactly(node(7), node(8));
    assertThat(heard.closestFirst()).contains(node(8));
    heard.remove(node(2));
    assertThat(heard.closestFirst()).containsExactly(node(7));
    assertThat(heard.isFrom(node(1))).isTrue();
    assertThat(heard.isFrom(node(2))).isFalse();
  }

  @Test
  void ofThoseWhoNameANodeTheClosestToItIsAsked() {
    NodeId target = node(9);
    for (int peer = 1; peer < 6; peer++) {
      heard.put(node(peer), List.of(target));
    }
    NodeId expected =
        List.of(node(1), node(2), node(3), node(4), node(5)).stream()
            .min(target.byDistance())
            .orElseThrow();
    assertThat(heard.closestWhoNamed(target)).isEqualTo(expected);
    assertThat(heard.closestWhoNamed(node(10))).isNull();
  }

  @Test
  void severalNameANodeOnlyIfTheyAreNotOne() {
    heard.put(node(1), List.of(node(7), node(8)));
    heard.put(node(2), List.of(node(7)));
    heard.put(node(3), List.of(node(8)));
    Function<NodeId, String> oneAndTwoAreOne = peer -> peer.equals(node(3)) ? "c" : "a and b";
    assertThat(heard.onlyNamerOf(node(7), oneAndTwoAreOne)).isEqualTo("a and b");
    assertThat(heard.onlyNamerOf(node(8), oneAndTwoAreOne)).isNull();
    assertThat(heard.onlyNamerOf(node(7), NodeId::toHex)).isNull();
    assertThat(heard.onlyNamerOf(node(9), NodeId::toHex)).isNull();
  }

  @Test
  void theIndexAlwaysHoldsWhatThePeersNameClosestFirst() {
    SplittableRandom random = new SplittableRandom(5);
    Map<NodeId, List<NodeId>> model = new LinkedHashMap<>();
    for (int step = 0; step < 2_000; step++) {
      NodeId peer = node(random.nextInt(10));
      if (random.nextInt(4) == 0) {
        heard.remove(peer);
        model.remove(peer);
      } else {
        List<NodeId> named = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
          // A list may contain the same node twice: nothing keeps a peer from sending that.
          named.add(node(20 + random.nextInt(8)));
        }
        heard.put(peer, named);
        model.put(peer, named);
      }
      TreeSet<NodeId> expected = new TreeSet<>(SELF.byDistance());
      model.values().forEach(expected::addAll);
      assertThat(List.copyOf(heard.closestFirst())).isEqualTo(List.copyOf(expected));
    }
  }
}
