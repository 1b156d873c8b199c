package net.groupvpn.overlay.dht.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class CommitteeTest {
  private static final NodeId KEY = NodeId.hash(new byte[] {77});

  private final Random random = new Random(1);
  private final List<Seat> candidates = new ArrayList<>();

  private List<NodeId> account(String name, int nodes) {
    List<NodeId> own = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      own.add(NodeId.random(random));
      candidates.add(Seat.of(own.get(i), name));
    }
    return own;
  }

  private Committee committee() {
    return Committee.of(KEY, candidates);
  }

  @Test
  void eightMembersHaveOneSeatEachWithTheirClosestNode() {
    List<NodeId> closest = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      closest.add(account("m" + i, 5).stream().min(KEY.byDistance()).orElseThrow());
    }
    assertThat(committee().nodes()).containsExactlyInAnyOrderElementsOf(closest);
    assertThat(committee().nodes()).isSortedAccordingTo(KEY.byDistance());
  }

  @Test
  void oneMemberHasAllEightSeatsAndMostOfItsNodesDecide() {
    List<NodeId> own = account("one", 12);
    own.sort(KEY.byDistance());
    assertThat(committee().nodes()).isEqualTo(own.subList(0, 8));
    assertThat(committee().isQuorum(Set.copyOf(own.subList(0, 4)))).isFalse();
    assertThat(committee().isQuorum(Set.copyOf(own.subList(3, 8)))).isTrue();
  }

  @Test
  void ofTwoMembersBothMustAgree() {
    List<NodeId> one = account("one", 4);
    List<NodeId> two = account("two", 4);
    assertThat(committee().nodes()).hasSize(8);
    assertThat(committee().isQuorum(Set.copyOf(one))).isFalse();
    Set<NodeId> both = new HashSet<>(one);
    both.addAll(two.subList(0, 2));
    assertThat(committee().isQuorum(both)).as("half of the other's nodes").isFalse();
    both.add(two.get(2));
    assertThat(committee().isQuorum(both)).isTrue();
  }

  @Test
  void fiftyMachinesOfOneMemberNeitherDecideNorBlock() {
    for (int others : new int[] {2, 3, 5, 20, 200}) {
      candidates.clear();
      Set<NodeId> hostile = Set.copyOf(account("hostile", 50));
      Set<NodeId> honest = new HashSet<>();
      for (int i = 0; i < others; i++) {
        honest.addAll(account("m" + i, 1));
      }
      assertThat(committee().isQuorum(hostile)).as("%s others", others).isFalse();
      assertThat(committee().isQuorum(honest)).as("%s others", others).isTrue();
    }
  }

  @Test
  void nobodyIsNoQuorum() {
    assertThat(committee().isQuorum(Set.of())).isFalse();
    assertThat(committee().nodes()).isEmpty();
  }

  @Property(tries = 500)
  void twoQuorumsShareANodeInWhateverOrderCandidatesCome(
      @ForAll @IntRange(min = 1, max = 30) int nodes,
      @ForAll @IntRange(min = 1, max = 12) int members,
      @ForAll Random chance) {
    candidates.clear();
    for (int i = 0; i < nodes; i++) {
      candidates.add(Seat.of(NodeId.random(chance), "m" + chance.nextInt(members)));
    }
    Committee committee = committee();
    List<Seat> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, chance);
    assertThat(Committee.of(KEY, shuffled).nodes()).isEqualTo(committee.nodes());
    Set<NodeId> one = new HashSet<>();
    Set<NodeId> rest = new HashSet<>();
    committee.nodes().forEach(node -> (chance.nextBoolean() ? one : rest).add(node));
    assertThat(committee.isQuorum(one) && committee.isQuorum(rest)).isFalse();
    assertThat(committee.isQuorum(Set.copyOf(committee.nodes()))).isTrue();
  }
}
