package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories about one key and who owns it. */
final class ClaimTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final LeaseTimes SHORT = LeaseTimes.of(LEASE, Duration.ofSeconds(10));

  private static TestNet net(long seed, int members) {
    TestNet net = new TestNet(seed, SHORT).withMembers(members);
    net.run(Duration.ofSeconds(2));
    return net;
  }

  private static NodeId key(TestNet net) {
    return NodeId.random(net.random);
  }

  private static Finding<Dht.LeaseView> find(TestNet net, TestMember asker, NodeId key) {
    AtomicReference<Finding<Dht.LeaseView>> found = new AtomicReference<>();
    asker.act(dht -> dht.findLease(key, found::set));
    assertThat(net.runUntil(SOON, () -> found.get() != null)).isTrue();
    return Objects.requireNonNull(found.get());
  }

  private static Dht.LeaseView found(TestNet net, TestMember asker, NodeId key) {
    return Objects.requireNonNull(find(net, asker, key).found());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, 50})
  void claimIsHeldAndFoundByEverybody(int members) {
    TestNet net = net(members, members);
    NodeId key = key(net);
    Owner owner = Owner.claiming(net.members.get(0), key);

    assertThat(net.runUntil(Duration.ofSeconds(2), owner::isHeld)).isTrue();
    Dht.LeaseView view = found(net, net.members.get(members - 1), key);

    assertThat(view.owner()).isEqualTo(owner.member.id);
    assertThat(view.value()).isEqualTo(owner.member.id.toBytes());
    assertThat(view.generation()).isEqualTo(1);
    assertThat(view.remainingNanos()).isBetween(1L, LEASE.toNanos());
  }

  @Test
  void claimIsHeldSoonAfterAClockThatWasFarAheadIsSetRight() {
    TestNet net = net(1, 2);
    TestMember wrong = net.members.get(0);
    wrong.ahead = Duration.ofDays(2);
    Owner owner = Owner.claiming(wrong, key(net));
    assertThat(net.runUntil(SOON, owner::isHeld)).isFalse();

    wrong.ahead = Duration.ZERO;
    wrong.act(DhtNode::onClockSet);

    assertThat(net.runUntil(Duration.ofSeconds(10), owner::isHeld)).isTrue();
  }

  @Test
  void whoClaimedAloneWithAClockFarAheadIsBelievedSoonAfterItIsSetRight() {
    TestNet net = net(1, 1);
    TestMember wrong = net.members.get(0);
    wrong.ahead = Duration.ofHours(2);
    Owner owner = Owner.claiming(wrong, key(net));
    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();
    TestMember other = net.add(NodeId.random(net.random));
    net.run(Duration.ofSeconds(20));

    wrong.ahead = Duration.ZERO;
    wrong.act(DhtNode::onClockSet);
    net.run(Duration.ofSeconds(10));

    assertThat(found(net, other, owner.key).owner()).isEqualTo(wrong.id);
  }

  @Test
  void ownerWithANewCertificateClaimsWithItAtOnce() {
    TestNet net = net(1, 9);
    Owner owner = Owner.claiming(net.members.get(0), key(net));
    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();
    net.run(Duration.ofSeconds(15));
    assertThat(found(net, net.members.get(1), owner.key).remainingNanos())
        .isLessThan(LEASE.minusSeconds(14).toNanos());

    owner.member.act(DhtNode::onCertificateRenewed);
    net.run(Duration.ofSeconds(2));

    assertThat(found(net, net.members.get(1), owner.key).remainingNanos())
        .isGreaterThan(LEASE.minusSeconds(5).toNanos());
  }

  @Test
  void withoutAQuorumItIsNotKnownWhetherAKeyIsFree() {
    TestNet net = net(1, 9);
    net.loss = 1;
    assertThat(find(net, net.members.get(0), key(net))).isEqualTo(Finding.unknown());
  }

  @Test
  void freeKeyHasNoOwner() {
    TestNet net = net(1, 10);
    assertThat(find(net, net.members.get(3), key(net))).isEqualTo(Finding.nobody());
  }

  @Test
  void secondClaimantIsToldWhoOwnsTheKey() {
    TestNet net = net(2, 20);
    NodeId key = key(net);
    Owner first = Owner.claiming(net.members.get(0), key);
    net.runUntil(SOON, first::isHeld);
    Owner second = Owner.claiming(net.members.get(1), key);

    assertThat(net.runUntil(SOON, second::isOver)).isTrue();
    assertThat(second.told).containsExactly("taken");
    assertThat(second.takenBy).isEqualTo(first.member.id);
    assertThat(first.isHeld()).isTrue();
  }

  @Test
  void releasedKeyGoesToTheNextWithAHigherGeneration() {
    TestNet net = net(3, 20);
    NodeId key = key(net);
    Owner first = Owner.claiming(net.members.get(0), key);
    net.runUntil(SOON, first::isHeld);
    first.release();
    net.run(Duration.ofSeconds(1));
    Owner second = Owner.claiming(net.members.get(1), key);

    assertThat(net.runUntil(Duration.ofSeconds(3), second::isHeld)).isTrue();
    assertThat(second.claim().generation()).isEqualTo(2);
    assertThat(first.told).containsExactly("held");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.05, 0.05", "0.1, 0.1"})
  void hundredDuelsHaveExactlyOneOwnerEach(double loss, double missing) {
    TestNet net = new TestNet(4, SHORT);
    net.missing = missing;
    net.withMembers(40).run(Duration.ofSeconds(2));
    net.loss = loss;
    for (int round = 0; round < 100; round++) {
      NodeId key = key(net);
      Owner one = Owner.claiming(net.members.get(round % 40), key);
      Owner two = Owner.claiming(net.members.get((round + 17) % 40), key);
      boolean settled =
          net.runUntil(
              SOON, () -> (one.isHeld() && two.isOver()) || (two.isHeld() && one.isOver()));
      assertThat(settled).as("round %s: %s %s", round, one.told, two.told).isTrue();
      assertThat(Stream.of(one, two).filter(o -> o.told.contains("held"))).hasSize(1);
      one.release();
      two.release();
    }
  }

  @Test
  void deadOwnersLeaseRunsOutAndTheNextHasAHigherGeneration() {
    TestNet net = net(5, 20);
    NodeId key = key(net);
    Owner first = Owner.claiming(net.members.get(0), key);
    net.runUntil(SOON, first::isHeld);
    net.kill(first.member);
    net.run(Duration.ofSeconds(5));
    Owner early = Owner.claiming(net.members.get(1), key);
    net.runUntil(SOON, early::isOver);
    assertThat(early.told).containsExactly("taken");

    net.run(LEASE);
    Owner late = Owner.claiming(net.members.get(2), key);
    assertThat(net.runUntil(SOON, late::isHeld)).isTrue();
    assertThat(late.claim().generation()).isEqualTo(2);
  }

  @Test
  void heldKeyIsRenewedForLong() {
    TestNet net = net(6, 20);
    Owner owner = Owner.claiming(net.members.get(0), key(net));
    net.run(LEASE.multipliedBy(20));
    assertThat(owner.isHeld()).isTrue();
    assertThat(owner.told).containsExactly("held");
  }

  @Test
  void failedRenewalDeletesNothingAndTheOwnerStopsInTime() {
    TestNet net = net(7, 20);
    NodeId key = key(net);
    Owner owner = Owner.claiming(net.members.get(0), key);
    net.runUntil(SOON, owner::isHeld);
    long heldSince = net.nanos();
    net.loss = 1;
    net.run(LEASE.multipliedBy(8).dividedBy(10));
    assertThat(owner.isHeld()).isTrue();
    net.loss = 0;
    assertThat(found(net, net.members.get(5), key).owner()).isEqualTo(owner.member.id);
    net.runUntil(SOON, () -> net.nanos() - heldSince > LEASE.toNanos());
    assertThat(owner.isHeld()).as("renewed once it could be").isTrue();

    net.loss = 1;
    long sinceLoss = net.nanos();
    assertThat(net.runUntil(LEASE, owner::isOver)).isTrue();
    assertThat(net.nanos() - sinceLoss).isLessThanOrEqualTo(LEASE.toNanos() / 10 * 9);
    assertThat(owner.told).containsExactly("held", "lost");
  }

  @Test
  void ownerComesBackAfterARestartWithTheSameGeneration() {
    TestNet net = net(8, 20);
    NodeId key = key(net);
    Owner owner = Owner.claiming(net.members.get(0), key);
    net.runUntil(SOON, owner::isHeld);
    TestMember again = net.restart(owner.member);
    net.run(Duration.ofSeconds(2));
    Owner same = Owner.claiming(again, key);
    assertThat(net.runUntil(SOON, same::isHeld)).isTrue();
    assertThat(same.claim().generation()).isEqualTo(1);
  }

  @Test
  void leaseSurvivesTheDeathOfReplicasOneAfterTheOther() {
    TestNet net = net(9, 40);
    NodeId key = key(net);
    TestMember claimant = net.closest(key, 40).get(30);
    Owner owner = Owner.claiming(claimant, key);
    net.runUntil(SOON, owner::isHeld);
    for (int i = 0; i < 10; i++) {
      net.kill(net.closest(key, 1).get(0));
      net.run(Duration.ofSeconds(2));
    }
    assertThat(found(net, net.closest(key, 30).get(20), key).owner()).isEqualTo(claimant.id);
  }

  @Test
  void twoOwnersAfterAPartitionAreOneWithinTenSecondsOfHealing() {
    for (int seed = 10; seed < 110; seed++) {
      TestNet net = net(seed, 30);
      NodeId key = key(net);
      net.partition(m -> net.members.indexOf(m) % 2);
      net.run(Duration.ofSeconds(5));
      Owner one = Owner.claiming(net.members.get(0), key);
      Owner two = Owner.claiming(net.members.get(1), key);
      assertThat(net.runUntil(SOON, () -> one.isHeld() && two.isHeld())).isTrue();

      net.heal();
      net.run(Duration.ofSeconds(10));

      Owner winner = one.isHeld() ? one : two;
      Owner loser = winner == one ? two : one;
      assertThat(winner.isHeld()).as("seed %s", seed).isTrue();
      assertThat(winner.told).as("seed %s", seed).containsExactly("held");
      assertThat(loser.told).as("seed %s", seed).containsExactly("held", "lost");
      assertThat(found(net, net.members.get(7), key).owner()).isEqualTo(winner.member.id);
    }
  }

  @Test
  void lonelyNodeIsItsOwnQuorumAndThenMerges() {
    for (int seed = 30; seed < 50; seed++) {
      TestNet net = net(seed, 20);
      NodeId key = key(net);
      net.partition(m -> m == net.members.get(0) ? 1 : 0);
      net.run(Duration.ofSeconds(5));
      Owner alone = Owner.claiming(net.members.get(0), key);
      Owner many = Owner.claiming(net.members.get(1), key);
      assertThat(net.runUntil(SOON, () -> alone.isHeld() && many.isHeld())).isTrue();
      net.heal();
      net.run(Duration.ofSeconds(10));
      List<Owner> holding = Stream.of(alone, many).filter(Owner::isHeld).toList();
      assertThat(holding).as("seed %s", seed).hasSize(1);
      assertThat(found(net, net.members.get(7), key).owner()).isEqualTo(holding.get(0).member.id);
    }
  }
}
