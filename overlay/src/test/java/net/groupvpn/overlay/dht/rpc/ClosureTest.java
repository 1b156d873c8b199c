package net.groupvpn.overlay.dht.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who takes part in a decision when some of the answering nodes lie. */
final class ClosureTest {
  private static final NodeId KEY = NodeId.hash(new byte[] {7});
  private static final int K = Committee.SEATS;

  private final Random random = new Random(3);
  private final List<Seat> honest = new ArrayList<>();
  private final Closure closure = Closure.ofClaim(KEY, K);

  @BeforeEach
  void makeNodes() {
    for (int i = 0; i < 20; i++) {
      honest.add(Seat.of(NodeId.random(random), "m" + i));
    }
    honest.sort((a, b) -> KEY.compareDistance(a.node(), b.node()));
  }

  /** A node close to the key that nobody has ever met. */
  private Seat invented(int number) {
    return near(number, "x" + number);
  }

  /** A node close to the key, of that member or said to be. */
  private static Seat near(int number, String member) {
    byte[] id = KEY.toBytes();
    id[id.length - 2] ^= (byte) ((number + 1) >> 8);
    id[id.length - 1] ^= (byte) (number + 1);
    return Seat.of(NodeId.of(id), member);
  }

  private static List<NodeId> nodes(List<Seat> seats) {
    return seats.stream().map(Seat::node).toList();
  }

  private List<NodeId> askAll() {
    List<NodeId> asked = new ArrayList<>();
    for (NodeId next = closure.next(); next != null; next = closure.next()) {
      asked.add(next);
    }
    return asked;
  }

  private void answerFrom(int first, int end) {
    for (Seat seat : honest.subList(first, end)) {
      closure.answered(seat, honest.subList(0, 12));
    }
  }

  @Test
  void theEightClosestThatAnswerAreTheCommittee() {
    answerFrom(0, 12);
    assertThat(closure.isClosed()).isTrue();
    assertThat(closure.result(KEY).committee().nodes())
        .containsExactlyElementsOf(honest.subList(0, 8).stream().map(Seat::node).toList());
  }

  @Test
  void whoeverIsSilentCountsIfMostOfThoseWhoAnswerKnowIt() {
    answerFrom(1, 12);
    assertThat(askAll()).containsExactly(honest.get(0).node());
    closure.late(honest.get(0).node());
    assertThat(closure.isClosed()).as("waits for it").isFalse();
    closure.silent(honest.get(0).node());
    assertThat(closure.isClosed()).isTrue();
    assertThat(closure.result(KEY).committee().contains(honest.get(0).node())).isTrue();
  }

  @Test
  void aReaderDoesNotWaitForWhoeverIsLateThoughItCounts() {
    Closure reading = Closure.ofReading(KEY, K);
    for (Seat seat : honest.subList(1, 12)) {
      reading.answered(seat, honest.subList(0, 12));
    }
    assertThat(reading.next()).isEqualTo(honest.get(0).node());
    assertThat(reading.isClosed()).as("while it has time").isFalse();
    reading.late(honest.get(0).node());
    assertThat(reading.isClosed()).isTrue();
    assertThat(reading.result(KEY).committee().contains(honest.get(0).node())).isTrue();
  }

  @Test
  void inventedNodesOfThreeLiarsCountForNothingAndAreNotWaitedFor() {
    for (int liar = 0; liar < 3; liar++) {
      List<Seat> named = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        named.add(invented(i));
      }
      closure.answered(honest.get(liar), named);
    }
    answerFrom(3, 12);
    List<NodeId> asked = askAll();
    assertThat(asked).hasSizeLessThanOrEqualTo(16);
    asked.forEach(closure::late);
    askAll().forEach(closure::late);
    assertThat(closure.isClosed()).isTrue();
    assertThat(closure.result(KEY).committee().nodes())
        .containsExactlyElementsOf(honest.subList(0, 8).stream().map(Seat::node).toList());
  }

  @Test
  void oneNamerHasFewNodesAskedAndLeavesRoomForOthers() {
    List<Seat> named = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      named.add(invented(i));
    }
    closure.answered(honest.get(0), named);
    assertThat(askAll()).hasSize(Closure.MAX_ASKED_FOR_ONE);
    closure.addKnown(honest.subList(1, 4));
    assertThat(askAll())
        .containsExactlyElementsOf(honest.subList(1, 4).stream().map(Seat::node).toList());
  }

  @Test
  void nodesThatThisOneHasASessionWithCountThoughNobodyElseNamesThem() {
    closure.addKnown(honest.subList(0, 1));
    for (Seat seat : honest.subList(1, 12)) {
      closure.answered(seat, honest.subList(1, 12));
    }
    assertThat(askAll()).containsExactly(honest.get(0).node());
    closure.silent(honest.get(0).node());
    assertThat(closure.result(KEY).committee().contains(honest.get(0).node())).isTrue();
  }

  @Test
  void inAGroupOfTwoTheOtherCannotInventAThird() {
    closure.addKnown(honest.subList(0, 2));
    closure.answered(honest.get(0), honest.subList(0, 2));
    closure.answered(honest.get(1), List.of(honest.get(1), invented(0), invented(1)));
    askAll().forEach(closure::late);
    assertThat(closure.isClosed()).isTrue();
    assertThat(closure.result(KEY).committee().nodes()).hasSize(2);
  }

  @Test
  void nodesOfOneMemberInFrontOfTheOthersDoNotHideThem() {
    List<Seat> machines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      machines.add(Seat.of(invented(i).node(), "hostile"));
    }
    closure.addKnown(machines);
    closure.addKnown(honest.subList(0, 7));
    for (int round = 0; round < 10; round++) {
      for (NodeId node : askAll()) {
        honest.stream()
            .filter(seat -> seat.node().equals(node))
            .findFirst()
            .ifPresentOrElse(
                seat -> closure.answered(seat, honest.subList(0, 7)),
                () -> closure.answered(Seat.of(node, "hostile"), machines.subList(0, 16)));
      }
    }
    assertThat(closure.isClosed()).isTrue();
    assertThat(closure.result(KEY).committee().units()).isEqualTo(8);
  }

  @Test
  void theClosestOfOneMembersManyMachinesAreFoundStepByStep() {
    List<Seat> machines = honest.stream().map(seat -> Seat.of(seat.node(), "alone")).toList();
    closure.addKnown(machines.subList(9, 20));
    for (List<NodeId> asked = askAll(); !asked.isEmpty(); asked = askAll()) {
      for (NodeId node : asked) {
        int at = machines.stream().map(Seat::node).toList().indexOf(node);
        List<Seat> near = machines.subList(Math.max(0, at - 4), Math.min(20, at + 4));
        closure.answered(machines.get(at), near);
      }
    }
    assertThat(closure.isClosed()).isTrue();
    assertThat(closure.result(KEY).committee().nodes())
        .containsExactlyElementsOf(machines.subList(0, 8).stream().map(Seat::node).toList());
  }

  @Test
  void oneMemberCannotUseUpAllQuestions() {
    List<Seat> machines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      machines.add(0, Seat.of(invented(i).node(), "hostile"));
    }
    closure.addKnown(machines.subList(0, 1));
    int questions = 0;
    for (List<NodeId> asked = askAll(); !asked.isEmpty(); asked = askAll()) {
      for (NodeId node : asked) {
        questions++;
        int at = machines.stream().map(Seat::node).toList().indexOf(node);
        closure.answered(machines.get(at), machines.subList(at, Math.min(50, at + 2)));
      }
    }
    assertThat(questions).isEqualTo(Closure.MAX_ASKED_OF_ONE);
    closure.addKnown(honest.subList(0, 3));
    assertThat(askAll())
        .containsExactlyElementsOf(honest.subList(0, 3).stream().map(Seat::node).toList());
  }

  @Test
  void inventedNodesOfAnotherMemberTakeNoneOfItsPlaces() {
    List<Seat> named = new ArrayList<>();
    for (int i = 0; i < K; i++) {
      named.add(near(i, "m0"));
    }
    closure.answered(honest.get(19), named);
    assertThat(askAll()).hasSize(K);
    Seat slandered = Seat.of(honest.get(0).node(), "m0");
    closure.addKnown(List.of(slandered));
    assertThat(askAll()).containsExactly(slandered.node());
  }

  @Test
  void machinesThatAMemberNamesAsAnothersAreAskedAtItsOwnCost() {
    List<Seat> machines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      machines.add(near(i, "hostile"));
    }
    Seat slandered = Seat.of(honest.get(0).node(), "victim");
    List<Seat> lies = new ArrayList<>();
    machines.forEach(machine -> lies.add(Seat.of(machine.node(), "victim")));
    closure.answered(machines.get(49), lies);
    int questions = 0;
    for (List<NodeId> asked = askAll(); !asked.isEmpty(); asked = askAll()) {
      for (NodeId node : asked) {
        questions++;
        closure.answered(Seat.of(node, "hostile"), lies);
      }
    }
    assertThat(questions).isEqualTo(Closure.MAX_ASKED_FOR_ONE);
    closure.addKnown(List.of(slandered));
    assertThat(askAll()).containsExactly(slandered.node());
  }

  @Test
  void namesThatOneMemberMakesUpLeaveRoomForThoseOfOthers() {
    for (int i = 0; i < 50; i++) {
      List<Seat> named = new ArrayList<>();
      for (int j = 0; j < Neighbours.MAX_SEATS; j++) {
        named.add(invented(i * Neighbours.MAX_SEATS + j));
      }
      closure.answered(Seat.of(NodeId.random(random), "hostile"), named);
    }
    askAll();
    answerFrom(10, 12);
    assertThat(askAll()).containsExactlyElementsOf(nodes(honest.subList(0, K)));
  }

  @Test
  void oneMembersContradictionTakesNobodysSeat() {
    Seat silent = honest.get(0);
    closure.answered(honest.get(19), List.of(Seat.of(silent.node(), "hostile")));
    answerFrom(1, 12);
    askAll();
    closure.silent(silent.node());
    assertThat(closure.result(KEY).committee().nodes()).contains(silent.node());
    assertThat(closure.result(KEY).committee().unitOf(silent.node())).isEqualTo(silent.unit());
  }

  @Test
  void silentMachinesOfAMemberWithSessionsAreAskedNoMoreThanItHasSeats() {
    List<Seat> machines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      machines.add(near(i, "hostile"));
    }
    closure.addKnown(machines);
    List<NodeId> asked = askAll();
    asked.forEach(closure::silent);
    assertThat(asked).hasSize(K);
    assertThat(askAll()).isEmpty();
  }

  @Test
  void afterAWhileNobodyWaitsForWhatOneMemberNamesNext() {
    answerFrom(0, 12);
    closure.answered(honest.get(12), List.of(invented(0)));
    assertThat(askAll()).hasSize(1);
    assertThat(closure.isClosed()).isFalse();
    closure.endHearsay();
    closure.answered(honest.get(13), List.of(invented(1)));
    assertThat(closure.isClosed()).isTrue();
    assertThat(askAll()).isEmpty();
  }

  @Test
  void whatNobodyAnswersForIsAskedLikeOneUnitsWord() {
    List<Seat> named = new ArrayList<>();
    for (int i = 0; i < Neighbours.MAX_SEATS; i++) {
      named.add(invented(i));
    }
    closure.addNamed(named, null);
    assertThat(askAll()).hasSize(Closure.MAX_ASKED_FOR_ONE);
    closure.addKnown(honest.subList(0, K));
    assertThat(askAll()).containsExactlyElementsOf(nodes(honest.subList(0, K)));
  }
}
