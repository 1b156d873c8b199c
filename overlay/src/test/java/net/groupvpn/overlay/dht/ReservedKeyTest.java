package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas that keep a key for one member; here each node counts as a member of its own. */
final class ReservedKeyTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration ONE_S = Duration.ofSeconds(1);
  private static final LeaseTimes SHORT =
      LeaseTimes.of(Duration.ofSeconds(60), Duration.ofSeconds(10));

  private final TestNet net = new TestNet(4, SHORT);

  private void members(int count) {
    net.withMembers(count);
    net.run(Duration.ofSeconds(2));
  }

  private static void keep(TestMember replica, NodeId key, TestMember owner) {
    replica.act(
        dht -> dht.setLeaseRule((asked, unit) -> !asked.equals(key) || unit.equals(owner.id)));
  }

  @Test
  void onlyItsMemberGetsAReservedKey() {
    members(9);
    NodeId key = NodeId.random(net.random);
    TestMember ada = net.members.get(0);
    net.members.forEach(replica -> keep(replica, key, ada));

    Owner other = Owner.claiming(net.members.get(1), key);
    assertThat(net.runUntil(SOON, () -> other.told.contains("reserved"))).isTrue();
    Owner owner = Owner.claiming(ada, key);
    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();

    assertThat(other.told).containsExactly("reserved");
    assertThat(net.members.stream().mapToLong(ReservedKeyTest::refusals).sum()).isPositive();
  }

  private static long refusals(TestMember member) {
    return member.engine.counters().get(OverlayCounter.DROPPED_DHT_CLAIM_RESERVED);
  }

  @Test
  void whoHoldsItLosesItAndOnlyThenItsMemberGetsIt() {
    members(9);
    NodeId key = NodeId.random(net.random);
    TestMember ada = net.members.get(0);
    Owner before = Owner.claiming(net.members.get(1), key);
    assertThat(net.runUntil(SOON, before::isHeld)).isTrue();

    net.members.forEach(replica -> keep(replica, key, ada));
    assertThat(net.runUntil(SOON, () -> before.told.contains("lost"))).isTrue();
    Owner after = Owner.claiming(ada, key);
    assertThat(net.runUntil(SOON, after::isHeld)).isTrue();
    assertThat(before.isHeld()).isFalse();
  }

  @Test
  void anOwnerThatIsCutOffBlocksTheKeyOnlyUntilItsLeaseIsOver() {
    members(9);
    NodeId key = NodeId.random(net.random);
    TestMember ada = net.members.get(0);
    Owner before = Owner.claiming(net.members.get(1), key);
    assertThat(net.runUntil(SOON, before::isHeld)).isTrue();
    net.members.forEach(replica -> keep(replica, key, ada));
    net.kill(net.members.get(1));

    Owner early = Owner.claiming(ada, key);
    assertThat(net.runUntil(SOON, early::isOver)).isTrue();
    assertThat(early.told).containsExactly("taken");
    net.run(Duration.ofSeconds(70));
    Owner late = Owner.claiming(ada, key);
    assertThat(net.runUntil(SOON, late::isHeld)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 5, 6, 9})
  void replicasOfWhichSomeHaveAnOlderPolicyMakeNoTwoOwners(int withTheNewest) {
    members(9);
    NodeId key = NodeId.random(net.random);
    TestMember ada = net.members.get(0);
    net.members.subList(0, withTheNewest).forEach(replica -> keep(replica, key, ada));

    Owner other = Owner.claiming(net.members.get(1), key);
    Owner owner = Owner.claiming(ada, key);
    for (int i = 0; i < 180; i++) {
      if (i == 60) {
        net.members.forEach(replica -> keep(replica, key, ada));
      }
      if (i >= 60 && owner.isOver()) {
        owner = Owner.claiming(ada, key);
      }
      net.run(ONE_S);
      assertThat(owner.isHeld() && other.isHeld()).isFalse();
    }
    assertThat(owner.isHeld()).isTrue();
  }
}
