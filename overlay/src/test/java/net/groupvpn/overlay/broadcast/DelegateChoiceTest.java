package net.groupvpn.overlay.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

final class DelegateChoiceTest {
  private static final NodeId SELF = id("00");
  private static final Region UPPER_HALF = Region.around(id("80"), 1);

  @Test
  void theQuickestJoinedPeerInTheRegionComesFirst() {
    Neighbour joining = new Neighbour(id("81"), false, false, 1);
    Neighbour slow = new Neighbour(id("82"), true, false, 30);
    Neighbour quick = new Neighbour(id("83"), true, false, 20);
    Neighbour doubtful = new Neighbour(id("84"), true, true, 10);
    Neighbour elsewhere = new Neighbour(id("01"), true, false, 1);
    assertThat(
            DelegateChoice.inside(UPPER_HALF, List.of(joining, slow, quick, doubtful, elsewhere)))
        .containsExactly(quick.node(), slow.node(), doubtful.node(), joining.node());
  }

  @Test
  void towardsARegionGoThoseThatShareMoreOfItsBits() {
    Region far = Region.around(id("f0"), 4);
    List<Neighbour> peers = List.of(peer("e0"), peer("80"), peer("40"), peer("f1"));
    assertThat(DelegateChoice.towards(far, SELF, peers)).containsExactly(id("e0"), id("80"));
  }

  @Test
  void detoursAreAsFarFromTheRegionAndTheNearestToThisNode() {
    List<Neighbour> peers =
        List.of(peer("40"), peer("01"), peer("80"), peer("10"), peer("02"), peer("20"));
    assertThat(DelegateChoice.detours(UPPER_HALF, SELF, peers))
        .containsExactly(id("01"), id("02"), id("10"));
  }

  private static Neighbour peer(String start) {
    return new Neighbour(id(start), true, false, 10);
  }

  private static NodeId id(String start) {
    return NodeId.ofHex(start + "0".repeat(38));
  }
}
