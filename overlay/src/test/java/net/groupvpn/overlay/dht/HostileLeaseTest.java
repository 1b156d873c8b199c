package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.groupvpn.overlay.dht.lease.HostileReplica;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leases among members some of which run patched code. Accounts are numbered; where only one is
 * hostile, it is account 1.
 */
final class HostileLeaseTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final LeaseTimes SHORT = LeaseTimes.of(LEASE, Duration.ofSeconds(10));

  private static TestNet net(long seed) {
    return new TestNet(seed, SHORT);
  }

  private static void patch(TestNet net, TestMember member, List<TestMember> friends) {
    HostileReplica hostile = new HostileReplica(net.securityOf(member.id));
    friends.forEach(friend -> hostile.friends.add(friend.id));
    member.hostile = hostile;
  }

  private static List<TestMember> addHostile(TestNet net, int account, int machines) {
    List<TestMember> added = new ArrayList<>();
    for (int i = 0; i < machines; i++) {
      added.add(net.addOf(account));
    }
    added.forEach(member -> patch(net, member, added));
    return added;
  }

  private static List<TestMember> addHonest(TestNet net, int firstAccount, int accounts) {
    List<TestMember> added = new ArrayList<>();
    for (int i = 0; i < accounts; i++) {
      added.add(net.addOf(firstAccount + i));
    }
    return added;
  }

  private static void steal(TestNet net, List<TestMember> thieves, Owner owner, NodeId key) {
    TestMember thief = thieves.get(0);
    List<ModelSecurity> accomplices = thieves.stream().map(m -> net.securityOf(m.id)).toList();
    byte[] body =
        HostileReplica.theft(
            net.securityOf(thief.id), accomplices, key, 1L << 40, net.now().wallMillis());
    for (TestMember replica : net.members) {
      send(net, thief, replica, DhtOp.CONFIRM, body);
    }
    send(net, thief, owner.member, DhtOp.LEASE_LOST, body);
  }

  private static void send(TestNet net, TestMember from, TestMember to, DhtOp op, byte[] body) {
    byte[] request = new WireWriter().i64(net.random.nextLong()).code(op).fixed(body).toBytes();
    to.receive(new OverlayPath(from.id, null), to.id, PayloadKind.DHT_REQUEST, request);
  }

  private static Finding<Dht.LeaseView> find(TestNet net, TestMember asker, NodeId key) {
    AtomicReference<Finding<Dht.LeaseView>> found = new AtomicReference<>();
    asker.act(dht -> dht.findLease(key, found::set));
    assertThat(net.runUntil(SOON, () -> found.get() != null)).isTrue();
    return Objects.requireNonNull(found.get());
  }

  @ParameterizedTest
  @CsvSource({"2,1", "2,5", "2,50", "5,1", "5,5", "5,50", "20,1", "20,5", "20,50"})
  void oneHostileAccountNeitherStealsNorBlocks(int others, int machines) {
    TestNet net = net(others * 100L + machines);
    net.groupMembers = others + 1;
    List<TestMember> hostile = addHostile(net, 1, machines);
    List<TestMember> honest = addHonest(net, 2, others);
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    Owner owner = Owner.claiming(honest.get(0), key);
    assertThat(net.runUntil(SOON, owner::isHeld)).as("not blocked").isTrue();

    for (int minute = 0; minute < 3; minute++) {
      steal(net, hostile, owner, key);
      net.run(LEASE);
    }
    assertThat(owner.told).containsExactly("held");
    assertThat(owner.isHeld()).isTrue();
    Finding<Dht.LeaseView> found = find(net, honest.get(1), key);
    assertThat(found.found()).extracting(Dht.LeaseView::owner).isEqualTo(owner.member.id);
    assertThat(Objects.requireNonNull(found.found()).remainingNanos())
        .as("whatever the hostile ones say is left")
        .isBetween(LEASE.toNanos() / 10, LEASE.toNanos());

    owner.release();
    net.run(Duration.ofSeconds(2));
    Owner next = Owner.claiming(honest.get(1), key);
    assertThat(net.runUntil(SOON, next::isHeld)).as("still claimable").isTrue();
    assertThat(next.claim().generation()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void liarsOfTwentyDoNotKeepOthersFromRenewing(int liars) {
    TestNet net = net(liars);
    net.missing = 0.05;
    net.groupMembers = 20;
    List<TestMember> all = new ArrayList<>();
    for (int account = 1; account <= 20; account++) {
      all.add(net.addOf(account));
    }
    List<TestMember> hostile = all.subList(0, liars);
    hostile.forEach(member -> patch(net, member, hostile));
    net.run(Duration.ofSeconds(2));
    List<Owner> owners = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      owners.add(Owner.claiming(all.get(liars + i % (20 - liars)), NodeId.random(net.random)));
    }
    assertThat(net.runUntil(Duration.ofSeconds(60), () -> owners.stream().allMatch(Owner::isHeld)))
        .isTrue();
    for (Owner owner : owners.subList(0, 10)) {
      steal(net, hostile, owner, owner.key);
    }
    net.run(LEASE.multipliedBy(5));
    assertThat(owners).allMatch(Owner::isHeld);
    assertThat(owners).allMatch(owner -> owner.told.equals(List.of("held")));
  }

  @Test
  void nodesOfOneAccountDecideAmongThemselves() {
    for (int members : new int[] {0, 1}) {
      TestNet net = net(7);
      net.groupMembers = members;
      for (int i = 0; i < 6; i++) {
        net.addOf(1);
      }
      net.run(Duration.ofSeconds(2));
      NodeId key = NodeId.random(net.random);
      Owner first = Owner.claiming(net.members.get(0), key);
      Owner second = Owner.claiming(net.members.get(1), key);
      net.run(SOON);
      assertThat(Stream.of(first, second).filter(Owner::isHeld)).hasSize(1);
      assertThat(Stream.of(first, second).filter(o -> o.told.contains("held"))).hasSize(1);
    }
  }

  @Test
  void ofTwoAccountsOneAloneGetsKeysOnlyWhenTheOtherIsAway() {
    TestNet net = net(8);
    net.groupMembers = 2;
    List<TestMember> both = addHonest(net, 1, 2);
    net.run(Duration.ofSeconds(2));
    net.muted.add(both.get(1).id);
    Owner early = Owner.claiming(both.get(0), NodeId.random(net.random));
    net.run(Duration.ofSeconds(20));
    assertThat(early.isHeld()).as("the other is still counted on").isFalse();
    net.kill(both.get(1));
    assertThat(net.runUntil(SOON, early::isHeld)).isTrue();
  }

  @Test
  void aLeaseThatNobodyElseGrantedYieldsToOneThatAnotherMemberGranted() {
    for (int seed = 20; seed < 30; seed++) {
      TestNet net = net(seed);
      net.groupMembers = 5;
      List<TestMember> all = addHonest(net, 1, 5);
      net.partition(member -> member == all.get(0) ? 1 : 0);
      net.run(Duration.ofSeconds(5));
      NodeId key = NodeId.random(net.random);
      Owner alone = Owner.claiming(all.get(0), key);
      Owner proved = Owner.claiming(all.get(1), key);
      assertThat(net.runUntil(SOON, () -> alone.isHeld() && proved.isHeld())).isTrue();
      net.heal();
      net.run(Duration.ofSeconds(10));
      assertThat(proved.told).as("seed %s", seed).containsExactly("held");
      assertThat(alone.told).as("seed %s", seed).containsExactly("held", "lost");
    }
  }

  @Test
  void anAccountWithAllNodesNearAKeyCannotGrantItToItself() {
    TestNet net = net(9);
    net.groupMembers = 6;
    List<TestMember> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(net.addOf(1));
    }
    List<TestMember> others = addHonest(net, 2, 5);
    net.run(Duration.ofSeconds(2));
    NodeId key = many.get(3).id;
    Owner owner = Owner.claiming(others.get(0), key);
    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();
    // From now on all of the account's nodes are patched, and say what its thief wants.
    many.forEach(member -> patch(net, member, many));
    for (int minute = 0; minute < 3; minute++) {
      steal(net, many, owner, key);
      net.run(LEASE);
    }
    assertThat(owner.told).containsExactly("held");
    Owner thief = Owner.claiming(others.get(1), key);
    net.run(SOON);
    assertThat(thief.told).containsExactly("taken");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.05", "1, 0.05", "2, 0.1", "3, 0.1"})
  void duelsHaveOneOwnerAlthoughSomeLieAndLookUpsMiss(int liars, double missing) {
    TestNet net = net(40 + liars);
    net.missing = missing;
    net.groupMembers = 20;
    List<TestMember> all = new ArrayList<>();
    for (int account = 1; account <= 20; account++) {
      all.add(net.addOf(account));
    }
    List<TestMember> hostile = all.subList(0, liars);
    hostile.forEach(member -> patch(net, member, hostile));
    net.run(Duration.ofSeconds(2));
    for (int round = 0; round < 100; round++) {
      NodeId key = NodeId.random(net.random);
      Owner one = Owner.claiming(all.get(liars + round % (20 - liars)), key);
      Owner two = Owner.claiming(all.get(liars + (round + 7) % (20 - liars)), key);
      boolean settled =
          net.runUntil(
              Duration.ofSeconds(90),
              () -> (one.isHeld() && two.isOver()) || (two.isHeld() && one.isOver()));
      assertThat(settled).as("round %s: %s %s", round, one.told, two.told).isTrue();
      one.release();
      two.release();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aProposalFromBeforeDoesNotTakeTheKeyOfWhoConfirmedAfterIt(int seed) {
    TestNet net = net(900 + seed);
    net.groupMembers = 9;
    TestMember thief = net.addOf(1);
    List<TestMember> honest = addHonest(net, 2, 8);
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    List<ModelSecurity> replicas =
        honest.stream()
            .sorted((a, b) -> key.byDistance().compare(a.id, b.id))
            .map(member -> net.securityOf(member.id))
            .toList();
    byte[] body =
        HostileReplica.staleProposal(
            net.securityOf(thief.id), replicas, key, 0, net.now().wallMillis());
    net.run(Duration.ofSeconds(11));
    Owner owner = Owner.claiming(honest.get(0), key);
    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();
    for (int round = 0; round < 3; round++) {
      net.members.forEach(replica -> send(net, thief, replica, DhtOp.CONFIRM, body));
      send(net, thief, owner.member, DhtOp.LEASE_LOST, body);
      net.run(Duration.ofSeconds(10));
    }
    assertThat(owner.told).containsExactly("held");
    Finding<Dht.LeaseView> found = find(net, honest.get(1), key);
    assertThat(found.found()).extracting(Dht.LeaseView::owner).isEqualTo(owner.member.id);
  }

  @Test
  void aProposalFromWhileTheOwnerWasAwayDoesNotTakeTheKeyOnceItIsBack() {
    TestNet net = net(950);
    net.groupMembers = 9;
    TestMember thief = net.addOf(1);
    List<TestMember> honest = addHonest(net, 2, 8);
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    TestMember member = honest.get(0);
    Owner before = Owner.claiming(member, key);
    assertThat(net.runUntil(SOON, before::isHeld)).isTrue();
    member.act(DhtNode::leave);
    net.run(LEASE.plusSeconds(5));
    List<ModelSecurity> replicas = honest.stream().map(m -> net.securityOf(m.id)).toList();
    byte[] body =
        HostileReplica.staleProposal(
            net.securityOf(thief.id), replicas, key, 1, net.now().wallMillis());
    net.run(Duration.ofSeconds(11));
    Owner owner = Owner.claiming(member, key);
    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();
    for (int round = 0; round < 3; round++) {
      net.members.forEach(replica -> send(net, thief, replica, DhtOp.CONFIRM, body));
      send(net, thief, member, DhtOp.LEASE_LOST, body);
      net.run(Duration.ofSeconds(10));
    }
    assertThat(owner.told).containsExactly("held");
  }
}
