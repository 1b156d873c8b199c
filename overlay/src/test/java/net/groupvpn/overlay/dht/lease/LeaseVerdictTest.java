package net.groupvpn.overlay.dht.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.groupvpn.overlay.dht.lease.LeaseVerdict.Standing;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LeaseVerdictTest {
  private static final NodeId KEY = node(0);
  private static final LeaseTimes TIMES = LeaseTimes.STANDARD;

  private static NodeId node(int number) {
    return NodeId.hash(new byte[] {(byte) number});
  }

  /** Granted by this many members that grant nobody else. */
  private static Standing standing(int claimant, int member, int grants) {
    Set<NodeId> granters = new HashSet<>();
    for (int i = 0; i < grants; i++) {
      granters.add(NodeId.hash(new byte[] {(byte) claimant, (byte) i}));
    }
    return new Standing(
        node(claimant), node(100 + member), 1, granters, Set.of(), isBacked(granters));
  }

  private static Standing granted(int claimant, long generation, int from, int end) {
    Set<NodeId> granters = new HashSet<>();
    for (int i = from; i < end; i++) {
      granters.add(node(200 + i));
    }
    return new Standing(
        node(claimant), node(claimant), generation, granters, Set.of(), isBacked(granters));
  }

  /** Five of eight are a quorum, and the claimant can be one of them. */
  private static boolean isBacked(Set<NodeId> granters) {
    return new ValidGrants(OptionalInt.of(20), TIMES).isBacked(granters.size());
  }

  private static boolean beats(Standing challenger, Standing holder) {
    return LeaseVerdict.beats(KEY, challenger, holder);
  }

  @Test
  void moreGrantsWin() {
    for (int member = 2; member < 20; member++) {
      assertThat(beats(standing(1, 1, 3), standing(2, member, 2))).isTrue();
      assertThat(beats(standing(2, member, 2), standing(1, 1, 3))).isFalse();
    }
  }

  @Test
  void aProvisionalLeaseLosesToAnyWithAGrant() {
    assertThat(beats(standing(1, 1, 0), standing(2, 2, 1))).isFalse();
    assertThat(beats(standing(2, 2, 1), standing(1, 1, 0))).isTrue();
  }

  @Test
  void nodesOfOneMemberRankAmongThemselvesAndTogetherAgainstOthers() {
    boolean first = beats(standing(1, 1, 2), standing(3, 2, 2));
    for (int claimant = 4; claimant < 20; claimant++) {
      assertThat(beats(standing(claimant, 1, 2), standing(3, 2, 2))).isEqualTo(first);
      assertThat(beats(standing(1, 1, 2), standing(claimant, 1, 2)))
          .isNotEqualTo(beats(standing(claimant, 1, 2), standing(1, 1, 2)));
    }
  }

  @Test
  void aLeaseThatIsOverCannotBeShownAgainstTheOneThatFollowed() {
    for (int owner = 1; owner < 20; owner++) {
      Standing former = granted(owner, 1, 0, 8);
      Standing next = granted(30, 2, 3, 8);
      assertThat(beats(former, next)).isFalse();
      assertThat(beats(next, former)).isTrue();
    }
  }

  @Test
  void aProposalDoesNotTakeBackTheWordOfWhoConfirmedAnother() {
    for (int owner = 1; owner < 20; owner++) {
      Standing confirmed = granted(owner, 1, 0, 6);
      confirmed =
          new Standing(
              confirmed.claimant(),
              confirmed.unit(),
              1,
              confirmed.granters(),
              confirmed.granters(),
              true);
      Standing proposed = granted(30, 1, 0, 8);
      assertThat(beats(proposed, confirmed)).isFalse();
      assertThat(beats(confirmed, proposed)).isTrue();
    }
  }

  @Test
  void aGenerationAloneSaysNothing() {
    Standing owner = granted(1, 1, 0, 5);
    assertThat(beats(granted(2, 1L << 40, 10, 13), owner)).isFalse();
    assertThat(beats(granted(2, 1L << 40, 0, 2), owner)).as("two who break their word").isFalse();
  }

  @Test
  void fewerThanAQuorumTakeNothingFromAnOwnerWhateverTheySayLater() {
    for (int owner = 1; owner < 20; owner++) {
      Standing held = granted(owner, 1, 0, 4);
      Standing theft = granted(30, 2, 1, 4);
      assertThat(beats(theft, held)).isFalse();
      assertThat(beats(held, theft)).isTrue();
    }
  }

  @Test
  void aQuorumIsOneOfAsManyMembersAsThereAreUpToEight() {
    assertThat(backing(2)).isEqualTo(1);
    assertThat(backing(3)).isEqualTo(1);
    assertThat(backing(5)).isEqualTo(2);
    assertThat(backing(8)).isEqualTo(4);
    assertThat(backing(1_000)).isEqualTo(4);
    assertThat(new ValidGrants(OptionalInt.empty(), TIMES).isBacked(3)).isFalse();
    assertThat(new ValidGrants(OptionalInt.of(1), TIMES).isBacked(8)).isFalse();
  }

  private static int backing(int members) {
    ValidGrants rules = new ValidGrants(OptionalInt.of(members), TIMES);
    return IntStream.rangeClosed(0, 8).filter(rules::isBacked).findFirst().orElseThrow();
  }

  /** A node that is shown leases one after another ends with the same one in any order. */
  @Property(tries = 300)
  void allOrdersOfArrivalGiveTheSameVerdict(
      @ForAll("leases") List<Standing> leases, @ForAll Random random) throws WireException {
    NodeId winner =
        leases.stream()
            .filter(one -> leases.stream().allMatch(two -> one.equals(two) || beats(one, two)))
            .map(Standing::claimant)
            .findFirst()
            .orElseThrow();
    for (int order = 0; order < 6; order++) {
      assertThat(winnerOf(leases, random)).isEqualTo(winner);
    }
  }

  /** In one partition each owner has a quorum of eight, and the last one is the owner. */
  @Property(tries = 300)
  void theLastOfOwnersInARowWinsInAllOrdersOfArrival(@ForAll Random random) throws WireException {
    List<Standing> row = new ArrayList<>();
    for (int generation = 1; generation <= 5; generation++) {
      List<Integer> replicas = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
      Collections.shuffle(replicas, random);
      Set<NodeId> granters = new HashSet<>();
      replicas.subList(0, 5 + random.nextInt(4)).forEach(i -> granters.add(node(200 + i)));
      row.add(
          new Standing(node(generation), node(generation), generation, granters, Set.of(), true));
    }
    List<Standing> lastTwo = row.subList(3, 5);
    assertThat(winnerOf(lastTwo, random)).isEqualTo(node(5));
    assertThat(winnerOf(row, random)).isEqualTo(node(5));
  }

  private static NodeId winnerOf(List<Standing> leases, Random random) throws WireException {
    List<Standing> arrivals = new ArrayList<>(leases);
    Collections.shuffle(arrivals, random);
    LeaseEntry entry = new LeaseEntry(KEY, 0, TIMES);
    for (Standing lease : arrivals) {
      LeaseProof proof =
          new LeaseProof(
              List.of(), lease.unit(), lease.granters(), lease.confirmers(), lease.isBacked(), 1);
      entry.adopt(claim(lease), proof, TIMES.leaseNanos(), !lease.granters().isEmpty(), 0);
    }
    return Objects.requireNonNull(entry.holder(0));
  }

  @Provide
  Arbitrary<List<Standing>> leases() {
    Arbitrary<Integer> claimants = Arbitraries.integers().between(1, 12);
    // The member of a node does not change.
    return Combinators.combine(claimants, Arbitraries.integers().between(0, 8))
        .as((claimant, grants) -> standing(claimant, claimant % 4, grants))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .uniqueElements(Standing::claimant);
  }

  private static SignedClaim claim(Standing lease) throws WireException {
    byte[] content =
        SignedClaim.content(
            DhtOp.CONFIRM, KEY, lease.claimant(), lease.generation(), 1, new byte[0]);
    ModelSecurity security = new ModelSecurity(lease.claimant());
    WireWriter writer = new WireWriter();
    new Signed(content, security.certificate(), security.sign(content)).write(writer);
    return SignedClaim.read(new WireReader(writer.toBytes()));
  }
}
