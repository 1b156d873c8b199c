package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.PayloadKind;
import org.junit.jupiter.api.Test;

/** When replicas tell each other of a lease, and when they need not. */
class LeaseExchangeTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final LeaseTimes SHORT = LeaseTimes.of(LEASE, Duration.ofSeconds(10));
  private static final int OP_OFFSET = Long.BYTES;

  /** Includes a sweep. */
  private static final Duration LONG = Duration.ofSeconds(40);

  /** Requests that carry a lease are longer than this; those that compare one are shorter. */
  private static final int COMPARISON_BYTES = 100;

  private final TestNet net = new TestNet(5).withMembers(14);
  private final NodeId key;
  private final TestMember replica;
  private final Owner owner;
  private final List<Integer> asked = new ArrayList<>();

  LeaseExchangeTest() {
    net.run(Duration.ofSeconds(2));
    key = NodeId.random(net.random);
    replica = net.closest(key, Dht.REPLICAS).get(3);
    owner = Owner.claiming(net.closest(key, net.members.size()).get(12), key);
    net.run(LONG);
    assertThat(owner.isHeld()).isTrue();
    net.observer = sent -> count(sent.kind(), sent.payload());
  }

  private void count(PayloadKind kind, byte[] payload) {
    if (kind == PayloadKind.DHT_REQUEST && payload[OP_OFFSET] == DhtOp.LEASE_STATE.code()) {
      asked.add(payload.length);
    }
  }

  private void comeAndGo() {
    net.setLinked(replica, false);
    net.run(LONG);
    net.setLinked(replica, true);
    net.run(LONG);
  }

  @Test
  void linksThatComeAndGoMakeNobodyAskAgain() {
    comeAndGo();
    // The node that took its place is new to the key.
    assertThat(asked).isNotEmpty();
    asked.clear();
    comeAndGo();
    comeAndGo();
    assertThat(asked).isEmpty();
  }

  @Test
  void replicaThatWasStartedAnewIsGivenTheLeaseByFew() {
    net.kill(replica);
    net.run(Duration.ofSeconds(5));
    TestMember again = net.restart(replica);
    net.run(LONG);
    assertThat(again.dht.knownLeases()).isEqualTo(1);
    // While it is away, the restarted node is the ninth, so another node is given the lease, too.
    assertThat(asked.stream().filter(bytes -> bytes > COMPARISON_BYTES)).hasSizeBetween(1, 6);
  }

  @Test
  void replicaThatWasAwayWhileTheKeyChangedHandsIsTold() {
    comeAndGo();
    net.setLinked(replica, false);
    net.run(Duration.ofSeconds(5));
    owner.release();
    net.run(Duration.ofSeconds(5));
    Owner next = Owner.claiming(net.closest(key, net.members.size()).get(11), key);
    net.run(Duration.ofSeconds(5));
    assertThat(next.isHeld()).isTrue();
    asked.clear();
    net.setLinked(replica, true);
    net.run(LONG);
    assertThat(asked).anyMatch(bytes -> bytes > COMPARISON_BYTES);
  }

  @Test
  void replicasThatMissedRenewalsDoNotGiveTheKeyAway() {
    TestNet other = new TestNet(6, SHORT).withMembers(30);
    other.run(Duration.ofSeconds(2));
    NodeId wanted = NodeId.random(other.random);
    List<TestMember> byDistance = other.closest(wanted, other.members.size());
    Owner first = Owner.claiming(byDistance.get(25), wanted);
    other.run(Duration.ofSeconds(10));
    assertThat(first.isHeld()).isTrue();
    List<TestMember> away = byDistance.subList(1, Dht.REPLICAS - 1);
    away.forEach(member -> other.setLinked(member, false));
    other.run(LEASE.multipliedBy(3).dividedBy(2));
    away.forEach(member -> other.setLinked(member, true));
    other.run(Duration.ofSeconds(3));
    Owner second = Owner.claiming(byDistance.get(26), wanted);
    other.run(LEASE.multipliedBy(2));
    assertThat(first.isHeld()).isTrue();
    assertThat(second.isHeld()).isFalse();
  }
}
