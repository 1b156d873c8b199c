package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import net.groupvpn.overlay.dht.lease.HostileReplica;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.PayloadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Look-ups in a group of which one member has dozens of machines with patched code. These name
 * machines that there are and others that there are not, sixteen in each answer.
 */
final class HostileNamesTest {
  private static final int HOSTILE = 1;
  private static final int VICTIM = 2;
  private static final int ACCOUNTS = 12;
  private static final int MACHINES = 50;
  private static final int KEYS = 20;

  /** One step towards the key, its retries, and what is waited for on one member's word. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MOST_ASKED = 96;

  /** What the hostile member says of those whom it names. */
  private enum Lie {
    EACH_IS_A_MEMBER_OF_ITS_OWN,
    ALL_ARE_THE_VICTIMS,
    THERE_ARE_ONLY_SUCH_AS_DO_NOT_EXIST
  }

  private final TestNet net =
      new TestNet(77, LeaseTimes.of(Duration.ofSeconds(60), Duration.ofSeconds(10)));
  private final List<TestMember> hostile = new ArrayList<>();
  private final List<TestMember> honest = new ArrayList<>();
  private final Set<NodeId> proposedTo = new HashSet<>();
  private int questions;

  private void build(int machines, int machinesOfVictim, int accounts) {
    for (int i = 0; i < machines; i++) {
      hostile.add(net.addOf(HOSTILE));
    }
    for (int i = 0; i < machinesOfVictim; i++) {
      honest.add(net.addOf(VICTIM));
    }
    for (int account = VICTIM + 1; account <= accounts; account++) {
      honest.add(net.addOf(account));
    }
    net.groupMembers = accounts;
    net.run(Duration.ofSeconds(2));
  }

  private void patch(Lie lie) {
    NodeId victim = seatOf(honest.get(0)).unit();
    for (TestMember machine : hostile) {
      HostileReplica patched = new HostileReplica(net.securityOf(machine.id));
      patched.number = hostile.indexOf(machine);
      patched.namesFriends = lie != Lie.THERE_ARE_ONLY_SUCH_AS_DO_NOT_EXIST;
      patched.namedUnit = lie == Lie.ALL_ARE_THE_VICTIMS ? victim : null;
      hostile.forEach(friend -> patched.friends.add(friend.id));
      machine.hostile = patched;
    }
  }

  private Seat seatOf(TestMember member) {
    return Seat.of(member.id, net.memberOf(member.id));
  }

  private void watch(TestMember claimant) {
    proposedTo.clear();
    questions = 0;
    net.observer =
        sent -> {
          if (sent.kind() == PayloadKind.DHT_REQUEST && sent.from().equals(claimant.id)) {
            count(sent);
          }
        };
  }

  private void count(TestNet.Sent sent) {
    int op = sent.payload()[Long.BYTES] & 0x7f;
    if (op == DhtOp.PROPOSE.code()) {
      proposedTo.add(sent.to());
    } else if (op == DhtOp.FIND.code() || op == DhtOp.FIND_PROVED.code()) {
      questions++;
    }
  }

  @ParameterizedTest
  @EnumSource(Lie.class)
  void whateverOneMemberNamesTheTrueEightAreFoundInTime(Lie lie) {
    build(MACHINES, 6, ACCOUNTS);
    patch(lie);
    net.missing = 0.3;
    net.run(Duration.ofSeconds(2));
    TestMember claimant = honest.get(honest.size() - 1);
    for (int i = 0; i < KEYS; i++) {
      NodeId key = NodeId.random(net.random);
      watch(claimant);
      Owner owner = Owner.claiming(claimant, key);
      assertThat(net.runUntil(LONGEST, () -> !proposedTo.isEmpty())).as("in time").isTrue();
      net.run(Duration.ofMillis(1));
      List<Seat> all = net.members.stream().map(this::seatOf).toList();
      List<NodeId> others = new ArrayList<>(Committee.of(key, all).nodes());
      others.remove(claimant.id);
      assertThat(proposedTo).as("key %s", i).containsAll(others);
      assertThat(questions).isLessThanOrEqualTo(3 * MOST_ASKED);
      assertThat(net.runUntil(LONGEST, owner::isHeld)).isTrue();
      owner.release();
    }
  }

  @Test
  void anAnswerInAnothersNameMakesNobodyOfThoseWhomItNames() {
    build(10, 10, 3);
    patch(Lie.EACH_IS_A_MEMBER_OF_ITS_OWN);
    hostile.forEach(machine -> Objects.requireNonNull(machine.hostile).number = 0);
    TestMember first = hostile.get(0);
    Objects.requireNonNull(first.hostile).speaksFor = honest.get(0).id;
    byte[] nearIt = first.id.toBytes();
    nearIt[NodeId.BYTES - 1] ^= 1;
    Owner owner = Owner.claiming(honest.get(10), NodeId.of(nearIt));
    assertThat(net.runUntil(LONG, owner::isHeld)).as("not blocked").isTrue();
  }

  @Test
  void whoeverEndsItsSessionsBeforeItAnswersSpeaksForOneMemberStill() {
    build(MACHINES, 1, ACCOUNTS);
    NodeId key = NodeId.random(net.random);
    Owner owner = Owner.claiming(honest.get(0), key);
    assertThat(net.runUntil(LONGEST, owner::isHeld)).isTrue();
    patch(Lie.EACH_IS_A_MEMBER_OF_ITS_OWN);
    for (TestMember machine : hostile) {
      HostileReplica patched = Objects.requireNonNull(machine.hostile);
      patched.hangsUp = true;
      patched.told = net.securityOf(hostile.get(0).id);
    }
    AtomicReference<Finding<Dht.LeaseView>> found = new AtomicReference<>();
    honest.get(5).act(dht -> dht.findLease(key, found::set));
    assertThat(net.runUntil(LONG, () -> found.get() != null)).isTrue();
    assertThat(Objects.requireNonNull(found.get()).found())
        .extracting(Dht.LeaseView::owner)
        .isEqualTo(owner.member.id);
  }
}
